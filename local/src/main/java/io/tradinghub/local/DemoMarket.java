package io.tradinghub.local;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

import io.tradinghub.market.Category;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.Interval;
import io.tradinghub.market.SeriesId;
import io.tradinghub.market.Symbol;
import io.tradinghub.market.csv.CsvFormatException;
import io.tradinghub.sim.market.Market;
import io.tradinghub.sim.market.ReplayMarket;
import io.tradinghub.sim.market.SyntheticMarket;
import io.tradinghub.sim.market.Tape;

/// The market of a demo run: what is traded, from when on, and how much history lies before.
///
/// @param identity what must be the same for a later run to go on from this one
/// @param start where market time begins in this run
record DemoMarket(Market market, String identity, Instant start, Optional<Instant> end) {
    /// The synthetic market begins here, so that one seed always gives the same demo.
    static final Instant SYNTHETIC_START = Instant.parse("2025-06-02T00:00:00Z");
    private static final List<String> SYNTHETIC_SYMBOLS = List.of("BTCUSDT", "ETHUSDT", "SOLUSDT");
    private static final Duration HISTORY = Duration.ofDays(2);

    /// The market that the options ask for.
    ///
    /// @param goneOnUntil where an earlier run on the same data ended; empty for none
    /// @throws DemoException when a file cannot be used, with its name, the line and the reason, or when the replay is over
    static DemoMarket of(DemoOptions options, Optional<Instant> goneOnUntil) {
        if (options.candles().isEmpty()) {
            Instant start = goneOnUntil.orElse(SYNTHETIC_START);
            return new DemoMarket(SyntheticMarket.of(options.seed(), SYNTHETIC_SYMBOLS, start), identity(options), start,
                    Optional.empty());
        }
        try {
            return replay(options, goneOnUntil);
        } catch (CsvFormatException | IllegalArgumentException e) {
            throw new DemoException(String.valueOf(e.getMessage()), e);
        }
    }

    /// What must be the same for a later run to go on from an earlier one.
    static String identity(DemoOptions options) {
        if (options.candles().isEmpty()) {
            return "synthetic market of seed " + options.seed();
        }
        return options.candles().stream().map(Path::getFileName).map(String::valueOf).sorted()
                .collect(Collectors.joining(", ", "candles of ", ""));
    }

    /// How much history the recorder fetches before the start.
    int backfillDays() {
        if (end.isEmpty()) {
            return (int) HISTORY.toDays();
        }
        long first = market.tapes().stream().mapToLong(Tape::firstOpenMillis).min().orElseThrow();
        return (int) Duration.between(Instant.ofEpochMilli(first), start).toDays() + 1;
    }

    List<InstrumentId> instruments() {
        return market.tapes().stream().map(tape -> tape.listing().id()).toList();
    }

    List<InstrumentId> perpetuals() {
        return instruments().stream().filter(id -> id.category() == Category.LINEAR).toList();
    }

    /// Symbols that trade on spot and as perpetuals.
    List<Symbol> pairs() {
        return perpetuals().stream().map(InstrumentId::symbol)
                .filter(symbol -> instruments().contains(new InstrumentId(Category.SPOT, symbol))).toList();
    }

    /// The series that the market is made of.
    List<SeriesId> baseSeries() {
        return market.tapes().stream().map(tape -> new SeriesId(tape.listing().id(), intervalOf(tape))).toList();
    }

    /// The interval of the market's candles.
    Interval interval() {
        return market.tapes().stream().map(DemoMarket::intervalOf).max(Interval::compareTo).orElseThrow();
    }

    private static Interval intervalOf(Tape tape) {
        for (Interval interval : Interval.values()) {
            if (interval.millis() == tape.baseMillis()) {
                return interval;
            }
        }
        throw new IllegalArgumentException("candles of %d ms".formatted(tape.baseMillis()));
    }

    /// Leaves some history before the start, so that bots can warm up: two days, or a quarter of what there is.
    private static DemoMarket replay(DemoOptions options, Optional<Instant> goneOnUntil) {
        ReplayMarket all = ReplayMarket.read(options.candles(), Optional.empty());
        Instant end = all.end().orElseThrow();
        Duration quarter = Duration.between(all.start(), end).dividedBy(4);
        Duration history = quarter.compareTo(HISTORY) < 0 ? quarter : HISTORY;
        Instant start = goneOnUntil.orElse(all.start().plus(history));
        if (all.tapes().stream().mapToLong(Tape::baseMillis).distinct().count() > 1) {
            throw new DemoException("all files of --candles must hold candles of the same length");
        }
        if (!start.isBefore(end)) {
            throw new DemoException(
                    "the replay of these candles is over (they end at %s); --fresh starts it again".formatted(end));
        }
        return new DemoMarket(ReplayMarket.read(options.candles(), Optional.of(start)), identity(options), start,
                Optional.of(end));
    }
}
