package io.tradinghub.local;

import java.time.Duration;
import java.util.List;

import io.tradinghub.bot.BotId;

/// The bots of a running demo. Closing asks every one to end before it waits for any, so that they share the time they
/// have for it.
final class BotThreads implements AutoCloseable {
    private static final Duration STOP = Duration.ofSeconds(8);
    private static final Duration AT_LEAST = Duration.ofMillis(1);
    private final List<BotThread> bots;

    /// Owns the bots.
    BotThreads(List<BotThread> bots) {
        this.bots = List.copyOf(bots);
    }

    /// Those that ended by a fault of their own.
    List<BotId> failed() {
        return bots.stream().filter(BotThread::hasFailed).map(BotThread::id).toList();
    }

    @Override
    public void close() {
        bots.forEach(BotThread::stop);
        long end = System.nanoTime() + STOP.toNanos();
        try {
            for (BotThread bot : bots) {
                Duration left = Duration.ofNanos(end - System.nanoTime());
                bot.awaitEnd(left.compareTo(AT_LEAST) < 0 ? AT_LEAST : left);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
