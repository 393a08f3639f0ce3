package io.tradinghub.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScaledClockTest {
    private static final Instant START = Instant.parse("2026-03-02T12:00:00Z");
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1_000);

    @Test
    void startsAtItsStartAndRunsAtItsSpeed() {
        ScaledClock clock = new ScaledClock(nanos::get, START, 600);
        assertThat(clock.instant()).isEqualTo(START);

        nanos.addAndGet(Duration.ofSeconds(2).toNanos());

        assertThat(clock.instant()).isEqualTo(START.plusSeconds(1_200));
    }

    @Test
    void runsSlowerThanRealTime() {
        ScaledClock clock = new ScaledClock(nanos::get, START, 0.25);

        nanos.addAndGet(Duration.ofSeconds(2).toNanos());

        assertThat(clock.instant()).isEqualTo(START.plusMillis(500));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, Double.NaN, 1_000_001})
    void rejectsASpeedOutOfRange(double speed) {
        assertThatThrownBy(() -> new ScaledClock(nanos::get, START, speed))
                .hasMessageContaining("speed must be above 0");
    }
}
