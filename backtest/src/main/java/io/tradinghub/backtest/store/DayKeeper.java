package io.tradinghub.backtest.store;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

import io.tradinghub.backtest.CandleColumns;
import io.tradinghub.backtest.store.KeptMarket.Kind;
import io.tradinghub.backtest.store.KeptMarket.Listing;
import io.tradinghub.market.Candle;
import io.tradinghub.market.CandleBlock;
import io.tradinghub.market.CandleCoverage;
import io.tradinghub.market.CandleHistory;
import io.tradinghub.market.CoverageStore.DayCoverage;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.SeriesId;
import io.tradinghub.market.SettledFunding;

/// Reads what is not kept, and keeps it: candles in whole UTC days. Nothing that is kept is ever lost.
final class DayKeeper {
    static final long DAY = Duration.ofDays(1).toMillis();
    private final MarketPorts ports;
    private final KeptMarket kept;

    DayKeeper(MarketPorts ports, KeptMarket kept) {
        this.ports = ports;
        this.kept = kept;
    }

    private record Days(long from, long to) {}

    /// Everything that is kept of a series once the whole days from the one moment to the other are: the first begins
    /// at `from` or before, the last has ended at `end`. A day that has all its candles, or as many as are counted, is
    /// not read again.
    ///
    /// @param source of what is not kept
    /// @param reads hears what is read before it is
    CandleColumns days(Kind kind, SeriesId series, CandleHistory source, long from, long end, Consumer<String> reads) {
        CandleColumns known = kept.candles(kind, series);
        List<Days> missing = missing(known, Math.floorDiv(from, DAY) * DAY, Math.floorDiv(end, DAY) * DAY);
        if (missing.isEmpty()) {
            return known;
        }
        missing.forEach(days -> reads.accept("%s of %s to %s".formatted(series, Instant.ofEpochMilli(days.from()),
                Instant.ofEpochMilli(days.to()))));
        CandleColumns columns = CandleColumns.read(series, visitor -> {
            long done = Long.MIN_VALUE;
            for (Days days : missing) {
                known.between(done, days.from()).forEachBlock(visitor);
                read(known.between(days.from(), days.to()), source, days, visitor);
                done = days.to();
            }
            known.between(done, Long.MAX_VALUE).forEachBlock(visitor);
        });
        kept.keep(kind, columns);
        return columns;
    }

    private List<Days> missing(CandleColumns known, long first, long last) {
        List<Days> missing = new ArrayList<>();
        if (first >= last) {
            return missing;
        }
        Map<LocalDate, Integer> counted = counted(ports.coverage(), known.series(), first, last);
        for (long day = first; day < last; day += DAY) {
            int candles = known.firstFrom(day + DAY) - known.firstFrom(day);
            boolean isWhole = candles == DAY / known.series().interval().millis();
            if (!isWhole && counted.getOrDefault(date(day), -1) != candles) {
                boolean goesOn = !missing.isEmpty() && missing.getLast().to() == day;
                missing.add(new Days(goesOn ? missing.removeLast().from() : day, day + DAY));
            }
        }
        return missing;
    }

    private static Map<LocalDate, Integer> counted(CandleCoverage coverage, SeriesId series, long first, long last) {
        Map<LocalDate, Integer> counted = new HashMap<>();
        for (DayCoverage day : coverage.read(series, date(first), date(last - DAY))) {
            counted.put(day.day(), day.stored());
        }
        return counted;
    }

    private static LocalDate date(long millis) {
        return LocalDate.ofInstant(Instant.ofEpochMilli(millis), ZoneOffset.UTC);
    }

    /// Hands on what the source has of these days, and what is known of them and the source does not have.
    private static void read(CandleColumns known, CandleHistory source, Days days, Consumer<CandleBlock> visitor) {
        if (known.size() == 0) {
            source.read(known.series(), Instant.ofEpochMilli(days.from()), Instant.ofEpochMilli(days.to()), visitor);
            return;
        }
        TreeMap<Long, Candle> candles = new TreeMap<>();
        Consumer<CandleBlock> adder = block -> {
            for (int row = 0; row < block.size(); row++) {
                candles.put(block.openTimeMillis(row), block.candle(row));
            }
        };
        known.forEachBlock(adder);
        source.read(known.series(), Instant.ofEpochMilli(days.from()), Instant.ofEpochMilli(days.to()), adder);
        handOn(known.series(), candles.values(), visitor);
    }

    private static void handOn(SeriesId series, Collection<Candle> candles, Consumer<CandleBlock> visitor) {
        CandleBlock block = new CandleBlock(series, candles.size());
        candles.forEach(candle -> block.append(candle.openTimeMillis(), candle.open(), candle.high(), candle.low(),
                candle.close(), candle.volume(), candle.turnover()));
        visitor.accept(block);
    }

    /// An instrument with its funding after the one and until the other moment, and all that was kept of it.
    ///
    /// @return empty if the instrument is not known
    Optional<Listing> listing(InstrumentId id, Instant after, Instant until) {
        return ports.rules().apply(id).map(rules -> {
            TreeMap<Instant, SettledFunding> funding = new TreeMap<>();
            kept.listing(id).ifPresent(known -> known.funding().forEach(rate -> funding.put(rate.settledAt(), rate)));
            if (rules.fundingPeriod().isPresent()) {
                ports.funding().read(id, after, until).forEach(rate -> funding.put(rate.settledAt(), rate));
            }
            Listing listing = new Listing(rules, List.copyOf(funding.values()));
            kept.keep(id, listing);
            return listing;
        });
    }
}
