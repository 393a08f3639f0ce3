package io.tradinghub.runner;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.tradinghub.market.StoreUnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Watches whether somebody watches over the fleet: reads the guardian's sign of life all the time and tells of
/// changes. Silent is what shows nothing new for [#PATIENCE], by the steady clock of this machine; a store that cannot
/// be read shows nothing. Until the first sign that is new to this process nobody knows, which counts as silent, too:
/// an old sign may be left of a guardian that is gone.
final class GuardianWatch implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(GuardianWatch.class);
    static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Duration INTERVAL = Duration.ofSeconds(1);

    private final RunnerThreads threads;
    private final Supplier<Optional<String>> sign;
    private final Consumer<Guard> bot;

    /// @param sign reads the guardian's sign of life: another text after each time it judged, empty when there is none;
    ///             throws [StoreUnavailableException] or `IllegalStateException` when it cannot be read, within the
    ///             store's deadline
    /// @param bot told of the first finding, and of each that differs from the one before
    GuardianWatch(RunnerThreads threads, Supplier<Optional<String>> sign, Consumer<Guard> bot) {
        this.threads = threads;
        this.sign = sign;
        this.bot = bot;
    }

    /// What is known of the guardian.
    enum Guard {
        /// It has not been seen to judge since this process began.
        UNSEEN,
        /// It has judged within the last minute.
        WATCHES,
        /// It has not for longer.
        SILENT
    }

    @Override
    public void run() {
        Guard told = Guard.UNSEEN;
        bot.accept(told);
        Optional<String> last = Optional.empty();
        boolean isFirst = true;
        long newsNanos = threads.nanoTime();
        try {
            while (true) {
                Optional<String> now = read();
                if (now.isPresent() && !now.equals(last)) {
                    // the first that is there may be old
                    boolean isNews = !isFirst;
                    isFirst = false;
                    last = now;
                    if (isNews) {
                        newsNanos = threads.nanoTime();
                        told = tell(Guard.WATCHES, told);
                    }
                }
                if (threads.nanoTime() - newsNanos >= PATIENCE.toNanos()) {
                    told = tell(Guard.SILENT, told);
                }
                threads.sleep(INTERVAL);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private Optional<String> read() {
        try {
            return sign.get();
        } catch (StoreUnavailableException | IllegalStateException away) { // no sign is all that matters
            LOG.atDebug().setCause(away).log("the guardian's sign of life cannot be read");
            return Optional.empty();
        }
    }

    private Guard tell(Guard now, Guard before) {
        if (now != before) {
            bot.accept(now);
        }
        return now;
    }
}
