package io.tradinghub.sim.market;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.tradinghub.market.FundingRate;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.Interval;
import io.tradinghub.market.SeriesId;
import io.tradinghub.market.csv.CandleFileName;
import io.tradinghub.market.csv.CsvFundingRates;

/// Replays a market from CSV files: each closed candle equals its row in the file. Immutable.
///
/// REST serves the rows before the start as history. A settlement that no funding file has pays Bybit's default rate,
/// 0.01 %.
public final class ReplayMarket implements Market {
    private static final Duration FUNDING_PERIOD = Duration.ofHours(8);
    private static final double DEFAULT_FUNDING = 1e-4;
    private static final Duration HISTORY = Duration.ofDays(2);
    private final List<Tape> tapes;
    private final Map<InstrumentId, Map<Long, Double>> funding;
    private final Instant start;
    private final Instant end;

    private ReplayMarket(List<Tape> tapes, Map<InstrumentId, Map<Long, Double>> funding, Instant start) {
        this.tapes = List.copyOf(tapes);
        this.funding = Map.copyOf(funding);
        this.start = start;
        this.end = Instant.ofEpochMilli(tapes.stream().mapToLong(Tape::endMillis).max().orElseThrow());
    }

    /// Reads the files: one candle file per instrument and at most one funding file per perpetual (the README describes
    /// names and columns).
    ///
    /// Starts at `wantedStart`. Without it, starts once every instrument has two days of history, or a quarter of the
    /// time common to all files if that is shorter.
    ///
    /// @throws io.tradinghub.market.csv.CsvFormatException if a row is malformed; the message has file, line and reason
    /// @throws IllegalArgumentException if a file cannot be used; the message has file and reason
    public static ReplayMarket read(List<Path> files, Optional<Instant> wantedStart) {
        ListingTable table = new ListingTable();
        Map<InstrumentId, Tape> tapes = new LinkedHashMap<>();
        Map<InstrumentId, Path> fundingFiles = new LinkedHashMap<>();
        for (Path file : files) {
            CandleFileName name = CandleFileName.of(file);
            switch (name.content()) {
                case FUNDING -> {
                    if (fundingFiles.put(name.instrument(), file) != null) {
                        throw new IllegalArgumentException(
                                "%s: another file has the funding rates of %s too".formatted(file, name.instrument()));
                    }
                }
                case MARKS -> throw new IllegalArgumentException(
                        "%s: a replay trades at traded prices and takes no mark prices".formatted(file));
                case CANDLES -> {
                    Interval interval = name.interval().orElseThrow();
                    if (tapes.put(name.instrument(), tape(file, name.instrument(), interval, table)) != null) {
                        throw new IllegalArgumentException(
                                "%s: another file has the candles of %s too".formatted(file, name.instrument()));
                    }
                }
            }
        }
        if (tapes.isEmpty()) {
            throw new IllegalArgumentException("a replay needs at least one candle file, got " + files);
        }
        Map<InstrumentId, Map<Long, Double>> funding = new HashMap<>();
        fundingFiles.forEach((instrument, file) -> {
            if (!tapes.containsKey(instrument)) {
                throw new IllegalArgumentException("%s: no file has the candles of %s".formatted(file, instrument));
            }
            funding.put(instrument, rates(file, instrument));
        });
        return new ReplayMarket(List.copyOf(tapes.values()), funding,
                start(tapes.values().stream().toList(), wantedStart));
    }

    /// The same market with another start.
    ///
    /// @throws IllegalArgumentException if the candles of an instrument end before it
    public ReplayMarket startingAt(Instant wanted) {
        return new ReplayMarket(tapes, funding, start(tapes, Optional.of(wanted)));
    }

    private static Instant start(List<Tape> tapes, Optional<Instant> wanted) {
        Instant start = wanted.orElseGet(() -> afterHistory(tapes));
        for (Tape tape : tapes) {
            if (tape.endMillis() <= start.toEpochMilli()) {
                throw new IllegalArgumentException("the candles of %s end at %s, before the replay starts at %s"
                        .formatted(tape.listing().id(), Instant.ofEpochMilli(tape.endMillis()), start));
            }
        }
        return start;
    }

    /// Leaves history for bots to warm up on.
    private static Instant afterHistory(List<Tape> tapes) {
        long first = tapes.stream().mapToLong(Tape::firstOpenMillis).max().orElseThrow();
        long end = tapes.stream().mapToLong(Tape::endMillis).min().orElseThrow();
        long history = Math.clamp((end - first) / 4, 0, HISTORY.toMillis());
        return Instant.ofEpochMilli(first + history).truncatedTo(ChronoUnit.MINUTES);
    }

    private static Tape tape(Path file, InstrumentId instrument, Interval interval, ListingTable table) {
        CandleFile candles = CandleFile.read(file, new SeriesId(instrument, interval));
        Listing listing = table.matching(instrument, candles.priceStep(), candles.volumeStep(),
                candles.lastClose());
        return new ReplayTape(listing, candles, interval.millis());
    }

    private static Map<Long, Double> rates(Path file, InstrumentId instrument) {
        Map<Long, Double> rates = new HashMap<>();
        for (FundingRate rate : CsvFundingRates.read(file, instrument, FUNDING_PERIOD)) {
            rates.put(rate.settlesAt().toEpochMilli(), rate.rate());
        }
        return rates;
    }

    @Override
    public List<Tape> tapes() {
        return tapes;
    }

    @Override
    public Instant start() {
        return start;
    }

    @Override
    public Optional<Instant> end() {
        return Optional.of(end);
    }

    /// Announces the last settled rate for a future settlement, whose own rate must not be known yet.
    @Override
    public Optional<Double> fundingRate(InstrumentId perpetual, long settlesAtMillis, long nowMillis) {
        long known = Math.min(settlesAtMillis,
                Math.floorDiv(nowMillis, FUNDING_PERIOD.toMillis()) * FUNDING_PERIOD.toMillis());
        return Optional.of(funding.getOrDefault(perpetual, Map.of()).getOrDefault(known, DEFAULT_FUNDING));
    }
}
