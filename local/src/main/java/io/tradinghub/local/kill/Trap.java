package io.tradinghub.local.kill;

import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.tradinghub.local.wire.Moment;
import io.tradinghub.local.wire.Witness;

/// Kills the bot the moment that it waits for, in the thread that sees it. Also notes which orders were sent, and which
/// of them twice.
final class Trap implements Witness {
    private final Set<String> sent = new HashSet<>();
    private final Set<String> sentTwice = new HashSet<>();
    private Optional<Armed> armed = Optional.empty();

    /// What it waits for.
    private static final class Armed {
        private final Moment moment;
        private final Runnable kill;
        private final CountDownLatch sprung = new CountDownLatch(1);
        private int left;

        private Armed(Moment moment, int occurrence, Runnable kill) {
            this.moment = moment;
            this.left = occurrence;
            this.kill = kill;
        }
    }

    /// Kills at this occurrence of the moment, counted from now; waits for it for so long. False if it did not come.
    boolean springs(Moment moment, int occurrence, Runnable kill, Runnable provoke, Duration within)
            throws InterruptedException {
        Armed trap = new Armed(moment, occurrence, kill);
        synchronized (this) {
            armed = Optional.of(trap);
        }
        provoke.run();
        boolean came = trap.sprung.await(within.toMillis(), TimeUnit.MILLISECONDS);
        synchronized (this) {
            armed = Optional.empty();
        }
        return came || trap.sprung.getCount() == 0;
    }

    @Override
    public synchronized boolean sees(Moment moment) {
        if (armed.isEmpty() || armed.get().moment != moment || --armed.get().left > 0) {
            return false;
        }
        armed.get().kill.run();
        armed.get().sprung.countDown();
        armed = Optional.empty();
        return true;
    }

    @Override
    public synchronized void ordered(String orderLinkId) {
        if (!sent.add(orderLinkId)) {
            sentTwice.add(orderLinkId);
        }
    }

    /// Orders whose request left more than once, ever.
    synchronized Set<String> sentTwice() {
        return Set.copyOf(sentTwice);
    }
}
