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
import io.tradinghub.market.Symbol;
import io.tradinghub.market.csv.CsvFormatException;
import io.tradinghub.sim.market.Market;
import io.tradinghub.sim.market.ReplayMarket;
import io.tradinghub.sim.market.SyntheticMarket;
import io.tradinghub.sim.market.Tape;

/// The market of a demo run.
///
/// @param identity must be equal for a later run to continue this one
/// @param start where market time starts in this run
/// @param end of the market; empty if it has none
record DemoMarket(Market market, String identity, Instant start, Optional<Instant> end) {
    /// A fixed start of the synthetic market, so that a seed always gives the same demo.
    static final Instant SYNTHETIC_START = Instant.parse("2025-06-02T00:00:00Z");
    private static final List<String> SYNTHETIC_SYMBOLS = List.of("BTCUSDT", "ETHUSDT", "SOLUSDT");
    private static final Duration HISTORY = Duration.ofDays(2);

    /// Reads and checks the candle files before anything is started or deleted.
    ///
    /// @throws DemoException when a file cannot be used; the message has file, line and reason
    static Source source(DemoOptions options) {
        if (options.candles().isEmpty()) {
            return new Source(options, Optional.empty());
        }
        try {
            ReplayMarket replay = ReplayMarket.read(options.candles(), Optional.empty());
            if (replay.tapes().stream().mapToLong(Tape::baseMillis).distinct().count() > 1) {
                throw new DemoException("all candle files of --candles must have the same interval");
            }
            return new Source(options, Optional.of(replay));
        } catch (CsvFormatException | IllegalArgumentException e) {
            throw new DemoException(String.valueOf(e.getMessage()), e);
        }
    }

    /// A market whose start is not known yet.
    ///
    /// @param replay empty for the synthetic market
    record Source(DemoOptions options, Optional<ReplayMarket> replay) {

        /// The market of this run.
        ///
        /// @param lastMarketTime where an earlier run on the same data ended; empty without one
        /// @throws DemoException when the replay has ended
        DemoMarket resumedFrom(Optional<Instant> lastMarketTime) {
            return replay.map(files -> replayed(files, lastMarketTime)).orElseGet(() -> {
                Instant start = lastMarketTime.orElse(SYNTHETIC_START);
                Market market = SyntheticMarket.of(options.seed(), SYNTHETIC_SYMBOLS, start);
                return new DemoMarket(market, identity(), start, Optional.empty());
            });
        }

        /// Must be equal for a later run to continue an earlier one.
        String identity() {
            if (replay.isEmpty()) {
                return "synthetic market of seed " + options.seed();
            }
            return options.candles().stream().map(Path::getFileName).map(String::valueOf).sorted()
                    .collect(Collectors.joining(", ", "candles of ", ""));
        }

        private DemoMarket replayed(ReplayMarket files, Optional<Instant> lastMarketTime) {
            Instant end = files.end().orElseThrow();
            Instant start = lastMarketTime.orElse(files.start());
            if (!start.isBefore(end)) {
                throw new DemoException(
                        "the replay has reached the end of these candles at %s; use --fresh to start again"
                                .formatted(end));
            }
            try {
                return new DemoMarket(files.startingAt(start), identity(), start, Optional.of(end));
            } catch (IllegalArgumentException e) {
                throw new DemoException(String.valueOf(e.getMessage()), e);
            }
        }
    }

    /// How many days of history the recorder fetches before the start.
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

    /// The symbols that trade both on spot and as perpetuals.
    List<Symbol> pairs() {
        return perpetuals().stream().map(InstrumentId::symbol)
                .filter(symbol -> instruments().contains(new InstrumentId(Category.SPOT, symbol))).toList();
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
}
