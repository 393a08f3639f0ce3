package io.tradinghub.sim.market;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.tradinghub.market.FundingRate;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.Interval;
import io.tradinghub.market.SeriesId;
import io.tradinghub.market.csv.CsvFundingRates;

/// A market that happened, from CSV files: each closed candle is its file's row, number for number. Immutable.
///
/// Rows before the start are history for REST. A perpetual without a funding file pays Bybit's usual 0.01 % at each settlement.
public final class ReplayMarket implements Market {
    private static final Duration FUNDING_PERIOD = Duration.ofHours(8);
    private static final double USUAL_FUNDING = 1e-4;
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

    /// Reads the files, one of candles per instrument (name and columns: see the README).
    ///
    /// Begins where every instrument has candles, at the latest first row, or at `wantedStart`. A bad file is refused with its name, the line and the
    /// reason ([io.tradinghub.market.csv.CsvFormatException] or [IllegalArgumentException]).
    public static ReplayMarket read(List<Path> files, Optional<Instant> wantedStart) {
        ListingTable table = new ListingTable();
        Map<InstrumentId, Tape> tapes = new LinkedHashMap<>();
        Map<InstrumentId, Map<Long, Double>> funding = new HashMap<>();
        for (Path file : files) {
            CandleFileName name = CandleFileName.of(file);
            if (name.interval().isEmpty()) {
                funding.put(name.instrument(), rates(file, name.instrument()));
            } else if (tapes.put(name.instrument(), tape(file, name.instrument(), name.interval().get(), table)) != null) {
                throw new IllegalArgumentException("%s: there is another file of %s candles".formatted(file, name.instrument()));
            }
        }
        if (tapes.isEmpty()) {
            throw new IllegalArgumentException("a replay needs at least one file of candles, got " + files);
        }
        return new ReplayMarket(List.copyOf(tapes.values()), funding, start(tapes.values().stream().toList(), wantedStart));
    }

    /// The same market, begun at another moment.
    ///
    /// @throws IllegalArgumentException when an instrument's candles have ended by then
    public ReplayMarket startingAt(Instant wanted) {
        return new ReplayMarket(tapes, funding, start(tapes, Optional.of(wanted)));
    }

    private static Instant start(List<Tape> tapes, Optional<Instant> wanted) {
        Tape latest = tapes.stream().max(Comparator.comparingLong(Tape::firstOpenMillis)).orElseThrow();
        Instant start = wanted.orElse(Instant.ofEpochMilli(latest.firstOpenMillis()));
        for (Tape tape : tapes) {
            if (tape.endMillis() <= start.toEpochMilli()) {
                throw new IllegalArgumentException("the candles of %s end at %s, before the replay starts at %s"
                        .formatted(tape.listing().id(), Instant.ofEpochMilli(tape.endMillis()), start));
            }
        }
        return start;
    }

    private static Tape tape(Path file, InstrumentId instrument, Interval interval, ListingTable table) {
        CandleColumns candles = CandleColumns.read(file, new SeriesId(instrument, interval));
        Listing listing = table.fitting(instrument, candles.priceStep(), candles.volumeStep());
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

    @Override
    public Optional<Double> fundingRate(InstrumentId perpetual, long settlesAtMillis, long nowMillis) {
        Map<Long, Double> rates = funding.get(perpetual);
        return rates == null ? Optional.of(USUAL_FUNDING) : Optional.ofNullable(rates.get(settlesAtMillis));
    }
}
