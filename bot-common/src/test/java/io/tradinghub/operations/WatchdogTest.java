package io.tradinghub.operations;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

/// What ends a program, and what does not.
final class WatchdogTest {
    private static final Duration LIMIT = Duration.ofMillis(40);
    private final Heartbeat heartbeat = new Heartbeat(Optional.empty(), InstantSource.system());
    private final CountDownLatch ended = new CountDownLatch(1);

    @Test
    void workThatStandsStillEndsTheProgram() throws InterruptedException {
        heartbeat.beat();
        try (Watchdog _ = Watchdog.start(heartbeat, LIMIT, ended::countDown)) {
            assertThat(ended.await(1, TimeUnit.MINUTES)).isTrue();
        }
    }

    @Test
    void aProgramThatSaidThatItWaitsAndNothingMoreHangsToo() throws InterruptedException {
        heartbeat.waits("for its ledger");
        try (Watchdog _ = Watchdog.start(heartbeat, LIMIT, ended::countDown)) {
            assertThat(ended.await(1, TimeUnit.MINUTES)).isTrue();
        }
    }

    @Test
    void nothingIsLateBeforeTheWorkBegins() throws InterruptedException {
        heartbeat.opens("redis");
        try (Watchdog _ = Watchdog.start(heartbeat, LIMIT, ended::countDown)) {
            assertThat(ended.await(LIMIT.multipliedBy(5).toMillis(), TimeUnit.MILLISECONDS)).isFalse();
        }
    }

    @Test
    void onceClosedItEndsNothing() throws InterruptedException {
        heartbeat.beat();
        Watchdog.start(heartbeat, Duration.ofHours(1), ended::countDown).close();
        assertThat(ended.await(LIMIT.multipliedBy(3).toMillis(), TimeUnit.MILLISECONDS)).isFalse();
    }
}
