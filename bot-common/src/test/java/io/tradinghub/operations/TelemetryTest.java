package io.tradinghub.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
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

    @Test
    @Timeout(30)
    void aGaugeThatHangsOrFailsIsLeftOutAndTheOthersAreShown() {
        CountDownLatch released = new CountDownLatch(1);
        AtomicInteger asked = new AtomicInteger();
        telemetry.gauge("hangs", () -> {
            asked.incrementAndGet();
            awaitQuietly(released);
            return 1;
        });
        telemetry.gauge("fails", () -> {
            throw new IllegalStateException("no such command");
        });
        telemetry.gauge("breaks", () -> {
            throw new AssertionError("a bug");
        });
        telemetry.gauge("well", () -> 7);
        assertThat(telemetry.snapshot()).containsExactly(Map.entry("well", 7L));
        assertThat(telemetry.snapshot()).containsExactly(Map.entry("well", 7L));
        assertThat(asked).as("an open question is not asked again").hasValue(1);
        released.countDown();
        while (!telemetry.snapshot().containsKey("hangs")) {
            Thread.onSpinWait();
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
