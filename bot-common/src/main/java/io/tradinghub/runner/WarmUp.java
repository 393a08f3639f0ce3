package io.tradinghub.runner;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

import io.tradinghub.bot.Hedge;
import io.tradinghub.bot.Subscription;
import io.tradinghub.market.Candle;
import io.tradinghub.market.CandleCoverage;
import io.tradinghub.market.CandleHistory;
import io.tradinghub.market.Category;
import io.tradinghub.market.FundingHistory;
import io.tradinghub.market.SeriesId;
import io.tradinghub.market.SettledFunding;
import io.tradinghub.market.StoreUnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads the candles that a bot asked for before its answers mean anything, and waits until all of them are stored.
///
/// The stored candles are complete when there are as many as the bot asked for, or when the recorder has looked at
/// every day of the range and added nothing for a while: the exchange has no more. Series that are traded against each
/// other are read together.
final class WarmUp implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(WarmUp.class);
    private static final Duration PAUSE = Duration.ofMillis(500);
    /// The recorder repairs a gap sooner than this.
    private static final Duration SETTLED = Duration.ofMinutes(2);
    /// What is further back is not looked at: a bot that was gone for longer has been given up.
    private static final Duration LONGEST_GONE = Duration.ofDays(31);
    private final RunnerThreads threads;
    private final Stored stored;
    private final InstantSource clock;
    private final Optional<Instant> goneSince;
    private final int wanted;
    private final List<List<SeriesId>> groups;
    private final Consumer<RunnerEvent> events;
    private final Map<SeriesId, Unchanged> unchanged = new HashMap<>();

    /// Where it reads; the runner owns all of it.
    record Stored(CandleHistory history, CandleCoverage coverage, FundingHistory funding) {}

    /// @param goneSince since when nobody has looked after what the bot holds; nothing if it holds nothing
    WarmUp(RunnerThreads threads, Stored stored, InstantSource clock, Subscription subscription,
            Optional<Instant> goneSince, Consumer<RunnerEvent> events) {
        this.threads = threads;
        this.stored = stored;
        this.clock = clock;
        this.goneSince = goneSince;
        this.wanted = subscription.warmUpCandles();
        this.groups = groups(subscription);
        this.events = events;
    }

    /// The series of each hedge together, every other by itself.
    private static List<List<SeriesId>> groups(Subscription subscription) {
        List<List<SeriesId>> groups = new ArrayList<>();
        List<SeriesId> left = new ArrayList<>(subscription.series());
        for (Hedge hedge : subscription.hedges()) {
            List<SeriesId> both = left.stream().filter(
                    series -> series.instrument().equals(hedge.one()) || series.instrument().equals(hedge.other()))
                    .toList();
            left.removeAll(both);
            if (!both.isEmpty()) {
                groups.add(both);
            }
        }
        left.forEach(series -> groups.add(List.of(series)));
        return groups;
    }

    @Override
    public void run() {
        List<List<SeriesId>> waiting = new ArrayList<>(groups);
        try {
            while (!waiting.isEmpty()) {
                waiting.removeIf(this::isWarm);
                if (!waiting.isEmpty()) {
                    threads.sleep(PAUSE);
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isWarm(List<SeriesId> group) {
        List<Candle> candles = new ArrayList<>();
        MissedMarket missed;
        try {
            for (SeriesId series : group) {
                Optional<String> reason = read(series, candles);
                if (reason.isPresent()) {
                    events.accept(new RunnerEvent.StillCold(group, reason.get()));
                    return false;
                }
            }
            missed = missed(group);
        } catch (StoreUnavailableException | IllegalArgumentException unreadable) { // away, or a candle that cannot be
            events.accept(new RunnerEvent.StillCold(group, String.valueOf(unreadable.getMessage())));
            return false;
        }
        candles.sort(Comparator.comparingLong(Candle::closeTimeMillis).thenComparing(Candle::series));
        LOG.atInfo().addKeyValue("series", group).addKeyValue("candles", candles.size()).log("stored candles are read");
        events.accept(new RunnerEvent.WarmedUp(group, candles, missed));
        return true;
    }

    /// Adds the stored candles of the series; says what is missing, if something is.
    private Optional<String> read(SeriesId series, List<Candle> candles) {
        Instant to = series.interval().floor(clock.instant());
        Instant from = to.minus(series.interval().length().multipliedBy(wanted));
        List<Candle> found = read(series, from, to);
        if (found.size() < wanted && !isAllThereIs(series, from, to, found.size())) {
            return Optional.of("%d of %d candles of %s are stored".formatted(found.size(), wanted, series));
        }
        candles.addAll(found);
        return Optional.empty();
    }

    private List<Candle> read(SeriesId series, Instant from, Instant to) {
        List<Candle> found = new ArrayList<>();
        stored.history.read(series, from, to, block -> {
            for (int row = 0; row < block.size(); row++) {
                found.add(block.candle(row));
            }
        });
        return found;
    }

    /// The candles that closed, and the funding that was settled, while the bot was gone.
    private MissedMarket missed(List<SeriesId> group) {
        if (goneSince.isEmpty()) {
            return MissedMarket.NOTHING;
        }
        Instant now = clock.instant();
        Instant longest = now.minus(LONGEST_GONE);
        Instant since = goneSince.get().isBefore(longest) ? longest : goneSince.get();
        List<Candle> candles = new ArrayList<>();
        List<SettledFunding> settlements = new ArrayList<>();
        for (SeriesId series : group) {
            candles.addAll(read(series, series.interval().floor(since), series.interval().floor(now)));
        }
        group.stream().map(SeriesId::instrument).distinct()
                .filter(instrument -> instrument.category() == Category.LINEAR)
                .forEach(perpetual -> settlements.addAll(stored.funding.read(perpetual, since, now)));
        return new MissedMarket(candles, settlements);
    }

    /// Whether the recorder has looked at every day of the range, and nothing has been added for a while: then the
    /// exchange does not have what is missing.
    private boolean isAllThereIs(SeriesId series, Instant from, Instant to, int stored) {
        LocalDate first = LocalDate.ofInstant(from, ZoneOffset.UTC);
        LocalDate last = LocalDate.ofInstant(to, ZoneOffset.UTC);
        long days = last.toEpochDay() - first.toEpochDay() + 1;
        Unchanged before = unchanged.get(series);
        if (before == null || before.stored() != stored
                || this.stored.coverage.read(series, first, last).size() < days) {
            unchanged.put(series, new Unchanged(stored, clock.instant()));
            return false;
        }
        return !clock.instant().isBefore(before.since().plus(SETTLED));
    }

    /// How many candles were stored, and since when that has not changed.
    private record Unchanged(int stored, Instant since) {}
}
