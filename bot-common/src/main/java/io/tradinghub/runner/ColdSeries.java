package io.tradinghub.runner;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.tradinghub.bot.Subscription;
import io.tradinghub.market.Candle;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.SeriesId;

/// The series whose stored candles have not been read yet, and the live candles that wait for them. The bot's thread
/// only.
final class ColdSeries {
    /// More live candles than any warm-up is long are not worth keeping: the store has them by then.
    private static final int KEPT = 10_000;
    private final Map<SeriesId, List<Candle>> waiting = new HashMap<>();
    private final Map<SeriesId, String> reasons = new TreeMap<>();

    ColdSeries(Subscription subscription) {
        subscription.series().forEach(series -> {
            waiting.put(series, new ArrayList<>());
            reasons.put(series, "not read yet");
        });
    }

    /// Where the live feed goes on: at the candles that close from now on.
    static Map<SeriesId, Instant> lastSeen(Subscription subscription, InstantSource clock) {
        Map<SeriesId, Instant> lastSeen = new HashMap<>();
        for (SeriesId series : subscription.series()) {
            lastSeen.put(series, series.interval().floor(clock.instant()).minus(series.interval().length()));
        }
        return lastSeen;
    }

    /// Keeps a live candle of a series that is cold; false for a series that is not.
    boolean keeps(Candle candle) {
        List<Candle> candles = waiting.get(candle.series());
        if (candles == null) {
            return false;
        }
        if (candles.size() < KEPT) {
            candles.add(candle);
        }
        return true;
    }

    /// The series is warm; answers the live candles that waited and are newer than the stored ones.
    List<Candle> warm(SeriesId series, List<Candle> stored) {
        reasons.remove(series);
        List<Candle> candles = waiting.remove(series);
        long last = stored.stream().filter(candle -> candle.series().equals(series))
                .mapToLong(Candle::openTimeMillis).max().orElse(Long.MIN_VALUE);
        return candles == null
                ? List.of()
                : candles.stream().filter(candle -> candle.openTimeMillis() > last).toList();
    }

    void stillCold(SeriesId series, String reason) {
        reasons.replace(series, reason);
    }

    boolean isCold(InstrumentId instrument) {
        return reasons.keySet().stream().anyMatch(series -> series.instrument().equals(instrument));
    }

    /// What is waited for, for people.
    List<String> reasons() {
        return reasons.entrySet().stream().map(entry -> "history of %s: %s".formatted(entry.getKey(), entry.getValue()))
                .toList();
    }
}
