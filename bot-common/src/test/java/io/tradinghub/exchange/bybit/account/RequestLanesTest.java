package io.tradinghub.exchange.bybit.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import io.tradinghub.exchange.bybit.Lane;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RequestLanesTest {
    private final AtomicLong nanos = new AtomicLong();
    private final RequestLanes lanes = RequestLanes.open(nanos::get);
    private final List<String> sent = new CopyOnWriteArrayList<>();
    private final CountDownLatch release = new CountDownLatch(1);

    @AfterEach
    void close() {
        release.countDown();
        lanes.close();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(1, TimeUnit.MINUTES)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Keeps this many threads busy that send such requests, until the latch is counted down.
    private void keepBusy(Lane lane, int threads, CountDownLatch until) {
        CountDownLatch busy = new CountDownLatch(threads);
        for (int thread = 0; thread < threads; thread++) {
            lanes.submit(lane, () -> {
                busy.countDown();
                await(until);
            });
        }
        await(busy);
    }

    private void send(Lane lane, Object about, String name, CountDownLatch done) {
        lanes.submit(lane, about, () -> {
            sent.add(name);
            done.countDown();
        });
    }

    @Test
    void theImportantOnesLeaveFirst() {
        CountDownLatch one = new CountDownLatch(1);
        keepBusy(Lane.HISTORY, 1, one);
        keepBusy(Lane.EXIT, 4, release);
        CountDownLatch done = new CountDownLatch(4);
        send(Lane.HISTORY, "h", "history", done);
        send(Lane.ENTRY, "e", "entry", done);
        send(Lane.LOOK_UP, "l", "look-up", done);
        send(Lane.EXIT, "x", "exit", done);
        one.countDown();
        await(done);
        assertThat(sent).containsExactly("exit", "look-up", "entry", "history");
    }

    /// A resync that waits is asked for again and again, and look-ups come without end.
    @Test
    void historyThatHasWaitedForLongLeavesBeforeQuestionsButNotBeforeExits() {
        CountDownLatch one = new CountDownLatch(1);
        keepBusy(Lane.HISTORY, 1, one);
        keepBusy(Lane.EXIT, 4, release);
        CountDownLatch done = new CountDownLatch(3);
        send(Lane.HISTORY, "resync", "older", done);
        nanos.addAndGet(Duration.ofMillis(1_500).toNanos());
        send(Lane.HISTORY, "resync", "history", done);
        nanos.addAndGet(Duration.ofMillis(501).toNanos());
        send(Lane.LOOK_UP, "l", "look-up", done);
        send(Lane.EXIT, "x", "exit", done);
        one.countDown();
        await(done);
        assertThat(sent).containsExactly("exit", "history", "look-up");
    }

    @Test
    void historyHoldsUpNothingElse() {
        keepBusy(Lane.HISTORY, 1, release);
        CountDownLatch done = new CountDownLatch(3);
        send(Lane.ENTRY, "e", "entry", done);
        send(Lane.LOOK_UP, "l", "look-up", done);
        send(Lane.EXIT, "x", "exit", done);
        await(done);
        assertThat(sent).containsExactlyInAnyOrder("entry", "look-up", "exit");
    }

    @Test
    void aNewerQuestionReplacesTheOneThatWaits() {
        keepBusy(Lane.HISTORY, 1, release);
        CountDownLatch done = new CountDownLatch(2);
        send(Lane.HISTORY, "account", "older", done);
        send(Lane.HISTORY, "account", "newer", done);
        send(Lane.HISTORY, "other", "other", done);
        release.countDown();
        await(done);
        assertThat(sent).containsExactly("newer", "other");
    }

    @Test
    void nothingThatGoesWrongInOneRequestEndsAThread() {
        CountDownLatch failed = new CountDownLatch(20);
        for (int number = 0; number < 10; number++) {
            lanes.submit(Lane.EXIT, () -> {
                failed.countDown();
                throw new IllegalStateException("a bug");
            });
            lanes.submit(Lane.EXIT, () -> {
                failed.countDown();
                throw new NoClassDefFoundError("a broken installation");
            });
        }
        await(failed);
        CountDownLatch done = new CountDownLatch(1);
        send(Lane.HISTORY, "h", "history", done);
        await(done);
        assertThat(sent).containsExactly("history");
    }
}
