package io.tradinghub.backtest.store;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

import io.tradinghub.backtest.BacktestException;
import io.tradinghub.backtest.CandleColumns;
import io.tradinghub.backtest.MarketHistory;
import io.tradinghub.backtest.columns.Sha256;
import io.tradinghub.backtest.market.MarketData;
import io.tradinghub.backtest.market.Remedy;
import io.tradinghub.backtest.store.KeptMarket.Kind;
import io.tradinghub.backtest.store.KeptMarket.Listing;
import io.tradinghub.bot.Subscription;
import io.tradinghub.market.CandleHistory;
import io.tradinghub.market.Category;
import io.tradinghub.market.Instrument;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.Interval;
import io.tradinghub.market.SeriesId;
import io.tradinghub.market.SettledFunding;

/// The market that a hub has recorded: read from its stores while it runs, and kept, so that the next run has it at
/// once and without the hub.
///
/// Days of which candles lack are read again unless the hub counts no more in them either. The day that is not over is
/// always read.
public final class HubMarket {
    /// What a bot is told of funding before the first settlement of a run is the settlement before.
    private static final Duration LONGEST_FUNDING_PERIOD = Duration.ofHours(8);
    private final Optional<MarketPorts> hub;
    private final KeptMarket kept;
    private final Consumer<String> notes;

    private HubMarket(Optional<MarketPorts> hub, KeptMarket kept, Consumer<String> notes) {
        this.hub = hub;
        this.kept = kept;
        this.notes = notes;
    }

    /// Reads from a running hub what is not kept.
    ///
    /// @param stores stay their owner's
    public static HubMarket of(HubStores stores, KeptMarket kept, Consumer<String> notes) {
        return of(stores.ports(), kept, notes);
    }

    static HubMarket of(MarketPorts ports, KeptMarket kept, Consumer<String> notes) {
        return new HubMarket(Optional.of(ports), kept, notes);
    }

    /// Has what is kept, and asks no hub.
    public static HubMarket kept(KeptMarket kept) {
        return new HubMarket(Optional.empty(), kept, _ -> {
        });
    }

    /// Reads what is there of what a bot needs: the candles that it decides on with its warm-up before the period, the
    /// one-minute candles, funding and trading rules.
    ///
    /// @param to empty for the end of what is there
    /// @throws BacktestException if nothing can be read; the message says why and what to do
    /// @throws io.tradinghub.market.StoreUnavailableException if the hub does not answer
    public MarketData read(Subscription subscription, Optional<Instant> from, Optional<Instant> to) {
        Instant start = from.orElseThrow(
                () -> new BacktestException(
                        "--from is missing: say on which day the test begins, or bring files (--candles)"));
        Remedy remedy = remedy(subscription, start);
        Instant end = to.orElseGet(() -> end(subscription, remedy));
        Map<SeriesId, CandleColumns> candles = new TreeMap<>();
        for (SeriesId series : subscription.series()) {
            long warmUp = subscription.warmUpCandles() * series.interval().millis();
            CandleColumns columns = candles(series, start.toEpochMilli() - warmUp, end.toEpochMilli());
            if (columns.size() == 0) {
                throw missing(series, remedy);
            }
            candles.put(series, columns);
        }
        List<String> lacks = addMinutes(subscription, start, end, candles);
        candles.values().removeIf(columns -> columns.size() == 0);
        Map<InstrumentId, Instrument> rules = new TreeMap<>();
        Map<InstrumentId, List<SettledFunding>> funding = new TreeMap<>();
        Instant after = start.minus(LONGEST_FUNDING_PERIOD).minusMillis(1);
        for (InstrumentId instrument : subscription.instruments()) {
            Listing listing = listing(instrument, after, end, remedy);
            rules.put(instrument, listing.rules());
            if (instrument.category() == Category.LINEAR) {
                funding.put(instrument, listing.funding().stream().filter(settled -> settled.settledAt().isAfter(after)
                        && !settled.settledAt().isAfter(end)).toList());
            }
        }
        Map<InstrumentId, CandleColumns> marks = marks(funding.keySet(), start, end);
        return new MarketData(new MarketHistory(rules, candles, marks, funding), digests(candles, marks, funding),
                hub.isPresent() ? "as the recorder published them last" : "as they were read last", lacks, remedy);
    }

    /// Candles of the mark price, by which funding is paid, as far as they were downloaded: no hub stores them.
    private Map<InstrumentId, CandleColumns> marks(Collection<InstrumentId> perpetuals, Instant start, Instant end) {
        Map<InstrumentId, CandleColumns> marks = new TreeMap<>();
        for (InstrumentId perpetual : perpetuals) {
            CandleColumns columns = kept.candles(Kind.MARK_PRICE, new SeriesId(perpetual, Download.MARKS))
                    .between(start.toEpochMilli(), end.toEpochMilli() + 1);
            if (columns.size() > 0) {
                marks.put(perpetual, columns);
            }
        }
        return marks;
    }

    /// Adds one-minute candles of each instrument, which say more about stops and fills, where none is missing; answers
    /// what to say about those that are not there.
    private List<String> addMinutes(Subscription subscription, Instant start, Instant end,
            Map<SeriesId, CandleColumns> candles) {
        List<String> lacks = new ArrayList<>();
        for (InstrumentId instrument : subscription.instruments()) {
            SeriesId minutes = new SeriesId(instrument, Interval.M1);
            if (candles.containsKey(minutes)) {
                continue;
            }
            CandleColumns columns = candles(minutes, start.toEpochMilli(), end.toEpochMilli());
            boolean isOnly = candles.keySet().stream().noneMatch(series -> series.instrument().equals(instrument));
            if (isOnly || columns.size() == Duration.between(start, end).dividedBy(Interval.M1.length())) {
                candles.put(minutes, columns);
            } else {
                lacks.add("one-minute candles of %s lack, so stops and fills go by longer ones".formatted(instrument));
            }
        }
        return lacks;
    }

    /// When the series that ends first ends.
    private Instant end(Subscription subscription, Remedy remedy) {
        return subscription.series().stream()
                .map(series -> covered(series).orElseThrow(() -> missing(series, remedy)))
                .min(Comparator.naturalOrder())
                .orElseThrow(() -> new BacktestException("--to is missing: say until when it is to be tested"));
    }

    private BacktestException missing(SeriesId series, Remedy remedy) {
        return new BacktestException("there are no candles of %s %s; %s".formatted(series, where(),
                remedy.ofCandles(series)));
    }

    /// What is needed begins with the longest warm-up.
    private static Remedy remedy(Subscription subscription, Instant start) {
        long warmUp = subscription.series().stream()
                .mapToLong(series -> subscription.warmUpCandles() * series.interval().millis()).max().orElse(0);
        return new DownloadRemedy(start.minusMillis(warmUp));
    }

    private String where() {
        return hub.isPresent()
                ? "in the hub's stores"
                : "in %s, and the hub does not run".formatted(kept.folder());
    }

    /// Until when there are candles of this series.
    private Optional<Instant> covered(SeriesId series) {
        return hub.flatMap(ports -> ports.candles().newest(series))
                .map(newest -> newest.plus(series.interval().length()))
                .or(() -> keptUntil(kept.candles(Kind.TRADES, series)));
    }

    private static Optional<Instant> keptUntil(CandleColumns columns) {
        return columns.size() == 0
                ? Optional.empty()
                : Optional.of(Instant.ofEpochMilli(columns.closeTimeMillis(columns.size() - 1)));
    }

    // ---- candles

    /// The candles of a series that open in `[from, to)`, as far as they are there.
    private CandleColumns candles(SeriesId series, long from, long to) {
        if (hub.isEmpty()) {
            return kept.candles(Kind.TRADES, series).between(from, to);
        }
        CandleHistory source = hub.get().candles();
        long end = Math.min(to, covered(series).map(Instant::toEpochMilli).orElse(to));
        CandleColumns days = new DayKeeper(hub.get(), kept).days(Kind.TRADES, series, source, from, end,
                what -> notes.accept("reading %s from the hub".formatted(what)));
        long today = Math.max(from, Math.floorDiv(end, DayKeeper.DAY) * DayKeeper.DAY);
        if (days.firstFrom(end) - days.firstFrom(today) == Math.max(0, end - today) / series.interval().millis()) {
            return days.between(from, to);
        }
        return CandleColumns.read(series, visitor -> {
            days.between(from, today).forEachBlock(visitor);
            source.read(series, Instant.ofEpochMilli(today), Instant.ofEpochMilli(end), visitor);
        });
    }

    // ---- instruments

    /// An instrument with all its funding after the one and until the other moment, as far as it is there.
    private Listing listing(InstrumentId id, Instant after, Instant until, Remedy remedy) {
        return hub.flatMap(ports -> new DayKeeper(ports, kept).listing(id, after, until)).or(() -> kept.listing(id))
                .orElseThrow(() -> new BacktestException("the trading rules of %s are not %s; %s".formatted(id, where(),
                        remedy.ofFunding(id))));
    }

    // ---- what it was

    private static Map<String, String> digests(Map<SeriesId, CandleColumns> candles,
            Map<InstrumentId, CandleColumns> marks, Map<InstrumentId, List<SettledFunding>> funding) {
        Map<String, String> digests = new TreeMap<>();
        candles.forEach((series, columns) -> digests.put(named(series.toString(), columns), Sha256.of(columns)));
        marks.forEach((perpetual, columns) -> digests.put(named("mark price of " + perpetual, columns),
                Sha256.of(columns)));
        funding.forEach((perpetual, settled) -> digests.put("funding of " + perpetual, Sha256.of(settled.stream()
                .map(rate -> "%d %s\n".formatted(rate.settledAt().toEpochMilli(), rate.rate()))
                .collect(Collectors.joining()))));
        return digests;
    }

    private static String named(String what, CandleColumns columns) {
        return "%s from %s to %s".formatted(what, Instant.ofEpochMilli(columns.openTimeMillis(0)),
                Instant.ofEpochMilli(columns.closeTimeMillis(columns.size() - 1)));
    }
}
