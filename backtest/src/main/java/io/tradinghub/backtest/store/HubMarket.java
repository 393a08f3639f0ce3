package io.tradinghub.backtest.store;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

import io.tradinghub.backtest.CandleColumns;
import io.tradinghub.backtest.MarketHistory;
import io.tradinghub.backtest.columns.Sha256;
import io.tradinghub.backtest.market.MarketData;
import io.tradinghub.backtest.market.MarketException;
import io.tradinghub.backtest.market.Remedy;
import io.tradinghub.backtest.store.KeptMarket.Candles;
import io.tradinghub.backtest.store.KeptMarket.Listing;
import io.tradinghub.bot.Subscription;
import io.tradinghub.market.CandleBlock;
import io.tradinghub.market.Category;
import io.tradinghub.market.CoverageStore.DayCoverage;
import io.tradinghub.market.Instrument;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.Interval;
import io.tradinghub.market.SeriesId;
import io.tradinghub.market.SettledFunding;

/// The market that a hub has recorded: read from its stores while it runs, and kept, so that the next run has it at
/// once and without the hub.
///
/// Days that were kept are read again when the hub counts other candles in one of them. The day that is not over is
/// always read.
public final class HubMarket {
    private static final long DAY = Duration.ofDays(1).toMillis();
    /// What a bot is told of funding before the first settlement of a run is the settlement before.
    private static final Duration LONGEST_FUNDING_PERIOD = Duration.ofHours(8);
    private final Optional<HubPorts> hub;
    private final KeptMarket kept;
    private final Consumer<String> notes;

    private HubMarket(Optional<HubPorts> hub, KeptMarket kept, Consumer<String> notes) {
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

    static HubMarket of(HubPorts ports, KeptMarket kept, Consumer<String> notes) {
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
    /// @throws MarketException if nothing can be read; the message says why and what to do
    /// @throws io.tradinghub.market.StoreUnavailableException if the hub does not answer
    public MarketData read(Subscription subscription, Optional<Instant> from, Optional<Instant> to) {
        Instant start = from.orElseThrow(
                () -> new MarketException("--from is missing: say on which day the test of the hub's candles begins"));
        Instant end = to.orElseGet(() -> end(subscription));
        Map<SeriesId, CandleColumns> candles = new TreeMap<>();
        for (SeriesId series : subscription.series()) {
            long warmUp = subscription.warmUpCandles() * series.interval().millis();
            candles.put(series, candles(series, start.toEpochMilli() - warmUp, end.toEpochMilli()));
        }
        List<String> lacks = addMinutes(subscription, start, end, candles);
        candles.values().removeIf(columns -> columns.size() == 0);
        Map<InstrumentId, Instrument> rules = new TreeMap<>();
        Map<InstrumentId, List<SettledFunding>> funding = new TreeMap<>();
        Instant after = start.minus(LONGEST_FUNDING_PERIOD).minusMillis(1);
        for (InstrumentId instrument : subscription.instruments()) {
            Listing listing = listing(instrument, after, end);
            rules.put(instrument, listing.rules());
            if (instrument.category() == Category.LINEAR) {
                funding.put(instrument, listing.funding().stream().filter(settled -> settled.settledAt().isAfter(after)
                        && !settled.settledAt().isAfter(end)).toList());
            }
        }
        return new MarketData(new MarketHistory(rules, candles, Map.of(), funding), digests(candles, funding),
                "as the recorder published them last", lacks, remedy());
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
    private Instant end(Subscription subscription) {
        return subscription.series().stream()
                .map(series -> covered(series).orElseThrow(() -> new MarketException(
                        "there are no candles of %s %s; %s".formatted(series, where(),
                                remedy().ofCandles(series)))))
                .min(Comparator.naturalOrder())
                .orElseThrow(() -> new MarketException("--to is missing: say until when it is to be tested"));
    }

    private Remedy remedy() {
        return hub.isPresent() ? HubRemedy.RUNNING : HubRemedy.AWAY;
    }

    private String where() {
        return hub.isPresent() ? "in the hub's store" : "in %s, and the hub does not run".formatted(kept.folder());
    }

    /// Until when there are candles of this series.
    private Optional<Instant> covered(SeriesId series) {
        return hub.isPresent()
                ? hub.get().candles().newest(series).map(newest -> newest.plus(series.interval().length()))
                : kept.candles(series).map(candles -> Instant.ofEpochMilli(candles.to()));
    }

    // ---- candles

    /// The candles of a series that open in `[from, to)`, as far as they are there.
    private CandleColumns candles(SeriesId series, long from, long to) {
        Optional<Candles> known = kept.candles(series);
        if (hub.isEmpty()) {
            return known.map(Candles::columns).orElseGet(() -> CandleColumns.read(series, _ -> {
            })).between(from, to);
        }
        HubPorts ports = hub.get();
        Optional<Candles> usable = known.filter(candles -> isUnchanged(ports, candles));
        long end = Math.min(to, covered(series).map(Instant::toEpochMilli).orElse(to));
        Candles days = days(ports, series, usable, from, end);
        if (days.to() >= end) {
            return days.columns().between(from, to);
        }
        return CandleColumns.read(series, visitor -> {
            days.columns().between(from, days.to()).forEachBlock(visitor);
            read(ports, series, Math.max(from, days.to()), end, visitor);
        });
    }

    /// All whole days from this moment to the other, and of those that were kept; kept themselves if that is more.
    private Candles days(HubPorts ports, SeriesId series, Optional<Candles> usable, long from, long end) {
        long first = Math.min(Math.floorDiv(from, DAY) * DAY, usable.map(Candles::from).orElse(Long.MAX_VALUE));
        long last = Math.max(Math.floorDiv(end, DAY) * DAY, usable.map(Candles::to).orElse(Long.MIN_VALUE));
        if (first >= last) {
            return new Candles(CandleColumns.read(series, _ -> {
            }), first, first);
        }
        if (usable.isPresent() && usable.get().from() == first && usable.get().to() == last) {
            return usable.get();
        }
        notes.accept("reading %s of %s to %s from the hub".formatted(series, Instant.ofEpochMilli(first),
                Instant.ofEpochMilli(last)));
        Candles days = new Candles(CandleColumns.read(series, visitor -> {
            if (usable.isPresent()) {
                read(ports, series, first, usable.get().from(), visitor);
                usable.get().columns().forEachBlock(visitor);
                read(ports, series, usable.get().to(), last, visitor);
            } else {
                read(ports, series, first, last, visitor);
            }
        }), first, last);
        kept.keep(days);
        return days;
    }

    private static void read(HubPorts ports, SeriesId series, long from, long to, Consumer<CandleBlock> visitor) {
        ports.candles().read(series, Instant.ofEpochMilli(from), Instant.ofEpochMilli(to), visitor);
    }

    /// Whether the hub still counts the candles of each day that are kept of it, where it counts them.
    private static boolean isUnchanged(HubPorts ports, Candles known) {
        CandleColumns columns = known.columns();
        for (DayCoverage day : ports.coverage().read(columns.series(), day(known.from()), day(known.to() - 1))) {
            long opens = day.day().atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
            if (columns.firstFrom(opens + DAY) - columns.firstFrom(opens) != day.stored()) {
                return false;
            }
        }
        return true;
    }

    private static LocalDate day(long millis) {
        return LocalDate.ofInstant(Instant.ofEpochMilli(millis), ZoneOffset.UTC);
    }

    // ---- instruments

    /// An instrument with all its funding after the one and until the other moment, as far as it is there.
    private Listing listing(InstrumentId id, Instant after, Instant until) {
        Optional<Listing> known = kept.listing(id);
        if (hub.isEmpty()) {
            return known.orElseThrow(() -> new MarketException(
                    "the trading rules of %s are not %s; %s".formatted(id, where(), HubRemedy.START)));
        }
        Instrument rules = hub.get().rules().apply(id).orElseThrow(() -> new MarketException(
                "the hub does not know the trading rules of %s: is it among SYMBOLS in .env, and does the recorder work (./hub status)?"
                        .formatted(id)));
        Instant first = known.map(Listing::after).filter(after::isAfter).orElse(after);
        Instant last = known.map(Listing::until).filter(until::isBefore).orElse(until);
        Listing listing = new Listing(rules, first, last,
                id.category() == Category.LINEAR ? hub.get().funding().read(id, first, last) : List.of());
        kept.keep(id, listing);
        return listing;
    }

    // ---- what it was

    private static Map<String, String> digests(Map<SeriesId, CandleColumns> candles,
            Map<InstrumentId, List<SettledFunding>> funding) {
        Map<String, String> digests = new TreeMap<>();
        candles.forEach((series, columns) -> digests.put(
                "%s from %s to %s".formatted(series, Instant.ofEpochMilli(columns.openTimeMillis(0)),
                        Instant.ofEpochMilli(columns.closeTimeMillis(columns.size() - 1))),
                Sha256.of(columns)));
        funding.forEach((perpetual, settled) -> digests.put("funding of " + perpetual, Sha256.of(settled.stream()
                .map(rate -> "%d %s\n".formatted(rate.settledAt().toEpochMilli(), rate.rate()))
                .collect(Collectors.joining()))));
        return digests;
    }
}
