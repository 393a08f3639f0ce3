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
    void onceClosedItWatchesNoMore() throws InterruptedException {
        heartbeat.beat();
        Watchdog.start(heartbeat, Duration.ofHours(1), ended::countDown).close();
        long end = System.nanoTime() + Duration.ofMinutes(1).toNanos();
        while (Thread.getAllStackTraces().keySet().stream().anyMatch(thread -> thread.getName().equals("watchdog"))) {
            assertThat(System.nanoTime()).as("the thread of the watchdog goes on").isLessThan(end);
            Thread.sleep(1);
        }
    }

    @Test
    void whatWasPausedAsAWholeHasNotHung() throws InterruptedException {
        heartbeat.beat();
        Thread.sleep(LIMIT);
        try (Watchdog watchdog = Watchdog.start(heartbeat, Duration.ofHours(1), ended::countDown)) {
            assertThat(watchdog.hangs(0)).as("an hour has not passed").isFalse();
        }
        try (Watchdog watchdog = Watchdog.start(heartbeat, LIMIT, ended::countDown)) {
            assertThat(watchdog.hangs(LIMIT.dividedBy(4).toNanos())).isTrue();
            assertThat(watchdog.hangs(LIMIT.toNanos())).as("it slept four times as long as it wanted").isFalse();
        }
    }
}
