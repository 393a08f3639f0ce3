package io.tradinghub.bot;

import java.util.List;

import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.SeriesId;

/// What a bot needs to see: the series whose closed candles it decides on, the instruments it trades (whose quotes and,
/// for perpetuals, funding it gets), which of them are legs of one unit, and how many candles of each series it needs
/// before its answers mean anything.
public record Subscription(List<SeriesId> series, List<InstrumentId> instruments, List<Hedge> hedges,
        int warmUpCandles) {

    public Subscription {
        series = List.copyOf(series);
        instruments = List.copyOf(instruments);
        hedges = List.copyOf(hedges);
        if (instruments.isEmpty()) {
            throw new IllegalArgumentException("a bot must trade at least one instrument");
        }
        if (warmUpCandles < 0) {
            throw new IllegalArgumentException("warm-up must be 0 candles or more, got %d".formatted(warmUpCandles));
        }
        for (Hedge hedge : hedges) {
            if (!instruments.contains(hedge.one()) || !instruments.contains(hedge.other())) {
                throw new IllegalArgumentException(
                        "both legs of %s must be among the instruments %s".formatted(hedge, instruments));
            }
        }
    }
}
