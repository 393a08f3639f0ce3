package io.tradinghub.local;

import java.time.Duration;
import java.util.List;

import io.tradinghub.bot.BotId;

/// The bots of a running demo. Closing requests all of them to stop before it waits for the first, so that one timeout
/// covers them all.
final class BotThreads implements AutoCloseable {
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(8);
    private static final Duration MIN_WAIT = Duration.ofMillis(1);
    private final List<BotThread> bots;

    /// Takes ownership of the bots.
    BotThreads(List<BotThread> bots) {
        this.bots = List.copyOf(bots);
    }

    /// The bots that ended with an exception.
    List<BotId> failed() {
        return bots.stream().filter(BotThread::hasFailed).map(BotThread::id).toList();
    }

    @Override
    public void close() {
        bots.forEach(BotThread::stop);
        long end = System.nanoTime() + STOP_TIMEOUT.toNanos();
        try {
            for (BotThread bot : bots) {
                Duration left = Duration.ofNanos(end - System.nanoTime());
                bot.awaitEnd(left.compareTo(MIN_WAIT) < 0 ? MIN_WAIT : left);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
