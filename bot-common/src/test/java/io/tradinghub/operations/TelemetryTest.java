package io.tradinghub.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TelemetryTest {
    private final Telemetry telemetry = new Telemetry();

    @Test
    void showsCountersAndGaugesSortedByName() {
        telemetry.gauge("spool_bytes", () -> 7);
        telemetry.counter("frames").increment();
        telemetry.counter("frames").add(2);
        assertThat(telemetry.snapshot()).containsExactly(Map.entry("frames", 3L), Map.entry("spool_bytes", 7L));
    }

    @Test
    void refusesANameThatMeansTwoThings() {
        telemetry.counter("frames");
        telemetry.gauge("lag", () -> 0);
        assertThatThrownBy(() -> telemetry.gauge("frames", () -> 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> telemetry.counter("lag")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void knowsHowFullTheDiskIs(@TempDir Path folder) {
        telemetry.watchDisk(folder);
        SortedMap<String, Long> values = telemetry.snapshot();
        long size = values.getOrDefault("disk_bytes", 0L);
        assertThat(size).isPositive();
        assertThat(values.getOrDefault("disk_free_bytes", 0L)).isBetween(1L, size);
    }
}
