package io.tradinghub.backtest;

import java.time.Instant;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import io.tradinghub.bot.Bot;

/// When the process of a bot is killed and started again at once, from its ledger as live: just before candles close,
/// after all that happened inside them.
///
/// @param bots makes a new bot for each process
/// @param closeMillis before which closes
public record Restarts(Supplier<Bot> bots, Set<Long> closeMillis) {

    public Restarts {
        closeMillis = Set.copyOf(closeMillis);
    }

    /// Before these closes.
    public static Restarts before(Supplier<Bot> bots, Set<Instant> closes) {
        return new Restarts(bots, closes.stream().map(Instant::toEpochMilli).collect(Collectors.toSet()));
    }

    static Restarts none(Bot bot) {
        return new Restarts(() -> bot, Set.of());
    }

    boolean isNever() {
        return closeMillis.isEmpty();
    }

    boolean isBefore(long close) {
        return closeMillis.contains(close);
    }
}
