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
import io.tradinghub.market.SeriesId;
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
    private final RunnerThreads threads;
    private final CandleHistory history;
    private final CandleCoverage coverage;
    private final InstantSource clock;
    private final int wanted;
    private final List<List<SeriesId>> groups;
    private final Consumer<RunnerEvent> events;
    private final Map<SeriesId, Unchanged> unchanged = new HashMap<>();

    WarmUp(RunnerThreads threads, CandleHistory history, CandleCoverage coverage, InstantSource clock,
            Subscription subscription, Consumer<RunnerEvent> events) {
        this.threads = threads;
        this.history = history;
        this.coverage = coverage;
        this.clock = clock;
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
        try {
            for (SeriesId series : group) {
                Optional<String> reason = read(series, candles);
                if (reason.isPresent()) {
                    events.accept(new RunnerEvent.StillCold(group, reason.get()));
                    return false;
                }
            }
        } catch (StoreUnavailableException away) {
            events.accept(new RunnerEvent.StillCold(group, String.valueOf(away.getMessage())));
            return false;
        }
        candles.sort(Comparator.comparingLong(Candle::closeTimeMillis).thenComparing(Candle::series));
        LOG.atInfo().addKeyValue("series", group).addKeyValue("candles", candles.size()).log("stored candles are read");
        events.accept(new RunnerEvent.WarmedUp(group, candles));
        return true;
    }

    /// Adds the stored candles of the series; says what is missing, if something is.
    private Optional<String> read(SeriesId series, List<Candle> candles) {
        Instant to = series.interval().floor(clock.instant());
        Instant from = to.minus(series.interval().length().multipliedBy(wanted));
        List<Candle> stored = new ArrayList<>();
        history.read(series, from, to, block -> {
            for (int row = 0; row < block.size(); row++) {
                stored.add(block.candle(row));
            }
        });
        if (stored.size() < wanted && !isAllThereIs(series, from, to, stored.size())) {
            return Optional.of("%d of %d candles of %s are stored".formatted(stored.size(), wanted, series));
        }
        candles.addAll(stored);
        return Optional.empty();
    }

    /// Whether the recorder has looked at every day of the range, and nothing has been added for a while: then the
    /// exchange does not have what is missing.
    private boolean isAllThereIs(SeriesId series, Instant from, Instant to, int stored) {
        LocalDate first = LocalDate.ofInstant(from, ZoneOffset.UTC);
        LocalDate last = LocalDate.ofInstant(to, ZoneOffset.UTC);
        long days = last.toEpochDay() - first.toEpochDay() + 1;
        Unchanged before = unchanged.get(series);
        if (before == null || before.stored() != stored || coverage.read(series, first, last).size() < days) {
            unchanged.put(series, new Unchanged(stored, clock.instant()));
            return false;
        }
        return !clock.instant().isBefore(before.since().plus(SETTLED));
    }

    /// How many candles were stored, and since when that has not changed.
    private record Unchanged(int stored, Instant since) {}
}
