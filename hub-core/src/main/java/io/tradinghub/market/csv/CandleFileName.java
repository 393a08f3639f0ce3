package io.tradinghub.market.csv;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.tradinghub.market.Category;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.Interval;
import io.tradinghub.market.SeriesId;
import io.tradinghub.market.Symbol;

/// Parses what a file contains from its name: `...linear-BTCUSDT-1m...` holds candles, `...linear-BTCUSDT-mark-1h...`
/// candles of the mark price, `...linear-BTCUSDT-funding...` funding rates (without an interval).
public record CandleFileName(InstrumentId instrument, Content content, Optional<Interval> interval) {
    private static final Pattern FORM = Pattern
            .compile("(?:.*-)?(linear|spot)-([A-Z0-9]+)-(?:(mark)-)?([0-9]+[mhd]|funding)(?:[-_].*)?\\.csv(?:\\.gz)?");
    private static final Map<String, Interval> INTERVALS = Map.ofEntries(Map.entry("1m", Interval.M1),
            Map.entry("3m", Interval.M3), Map.entry("5m", Interval.M5), Map.entry("15m", Interval.M15),
            Map.entry("30m", Interval.M30), Map.entry("1h", Interval.H1), Map.entry("2h", Interval.H2),
            Map.entry("4h", Interval.H4), Map.entry("6h", Interval.H6), Map.entry("12h", Interval.H12),
            Map.entry("1d", Interval.D1));

    /// What a file holds.
    public enum Content {
        CANDLES,
        /// Candles of the mark price of a perpetual.
        MARKS,
        /// Funding rates of a perpetual.
        FUNDING
    }

    /// Parses the name of an existing file.
    ///
    /// @throws IllegalArgumentException if there is no such file or its name does not follow the pattern
    public static CandleFileName of(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new IllegalArgumentException("%s: there is no such file".formatted(file));
        }
        Matcher parts = FORM.matcher(String.valueOf(file.getFileName()));
        if (!parts.matches()) {
            throw new IllegalArgumentException(
                    ("%s: the name must say what is inside, for example linear-BTCUSDT-1m.csv, spot-ETHUSDT-5m.csv.gz, "
                            + "linear-BTCUSDT-mark-1h.csv or linear-BTCUSDT-funding.csv").formatted(file));
        }
        InstrumentId instrument = new InstrumentId(Category.fromWire(parts.group(1)), new Symbol(parts.group(2)));
        boolean isFunding = parts.group(4).equals("funding");
        boolean isMark = parts.group(3) != null;
        if ((isFunding || isMark) && instrument.category() != Category.LINEAR) {
            throw new IllegalArgumentException(
                    "%s: only perpetuals (linear) have funding and mark prices".formatted(file));
        }
        if (isFunding) {
            return new CandleFileName(instrument, Content.FUNDING, Optional.empty());
        }
        Interval interval = INTERVALS.get(parts.group(4));
        if (interval == null) {
            throw new IllegalArgumentException(
                    "%s: the name says %s, but the supported intervals are %s".formatted(file, parts.group(4),
                            INTERVALS.keySet().stream().sorted().toList()));
        }
        return new CandleFileName(instrument, isMark ? Content.MARKS : Content.CANDLES, Optional.of(interval));
    }

    /// The series of the candles in the file; empty for funding rates.
    public Optional<SeriesId> series() {
        return interval.map(length -> new SeriesId(instrument, length));
    }
}
