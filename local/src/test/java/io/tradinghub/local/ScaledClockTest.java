package io.tradinghub.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;

class ScaledClockTest {

    @Test
    void passesMarketTimeAsOftenAsAsked() {
        AtomicLong nanos = new AtomicLong(5);
        Instant start = Instant.parse("2025-06-01T00:00:00Z");
        ScaledClock clock = new ScaledClock(start, 60, nanos::get);
        nanos.addAndGet(Duration.ofSeconds(2).toNanos());
        assertThat(clock.instant()).isEqualTo(start.plus(Duration.ofMinutes(2)));
    }
}
