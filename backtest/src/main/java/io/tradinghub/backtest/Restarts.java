package io.tradinghub.backtest;

import java.time.Instant;
import java.util.Set;
import java.util.function.Supplier;

import io.tradinghub.bot.Bot;

/// When the process of a bot is killed and started again at once, from its ledger as live: just before candles close,
/// after all that happened inside them.
///
/// @param bots makes a new bot for each process
/// @param closes before which it is killed
public record Restarts(Supplier<Bot> bots, Set<Instant> closes) {

    public Restarts {
        closes = Set.copyOf(closes);
    }

    static Restarts none(Bot bot) {
        return new Restarts(() -> bot, Set.of());
    }

    boolean isNever() {
        return closes.isEmpty();
    }

    boolean isBefore(long closeMillis) {
        return !isNever() && closes.contains(Instant.ofEpochMilli(closeMillis));
    }
}
