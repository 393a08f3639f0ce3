package io.tradinghub.recorder.repair;

import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.tradinghub.exchange.ExchangeRefusalException;
import io.tradinghub.exchange.ExchangeUnavailableException;
import io.tradinghub.market.CandleHistory;
import io.tradinghub.market.CoverageStore;
import io.tradinghub.market.CoverageStore.DayCoverage;
import io.tradinghub.market.SeriesId;
import io.tradinghub.market.StoreUnavailableException;
import io.tradinghub.operations.ThreadSupervisor;
import io.tradinghub.recorder.write.CandleWriter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Compares the store with what it should hold, at start as far back as the plan says and then on a schedule, fills
/// what is missing from REST, and keeps the books of coverage. Works on a thread of its own, and not while candles wait
/// in the spool.
///
/// A series is compared from the oldest day on that was touched since it was last found whole. One that cannot be
/// compared does not keep the others from it; it is tried again soon.
public final class HistoryScan implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HistoryScan.class);
    /// So many series in a row without an answer, and it is not about the series.
    private static final int FAILURES_IN_A_ROW = 3;
    private final List<SeriesId> series;
    private final ScanPlan plan;
    private final Backfill backfill;
    private final CandleHistory history;
    private final CandleWriter writer;
    private final CoverageStore coverage;
    private final RepairedCandles book;
    private final UnfillableCandles absent;
    private final InstantSource marketClock;
    private final RepairQueue wanted;
    /// From where on each series is compared, from its first comparison on.
    private final Map<SeriesId, Long> comparedFrom = new HashMap<>();
    /// Series whose failure was logged.
    private final Set<SeriesId> complained = new HashSet<>();
    private final Thread thread;

    /// What a scan works with; all of it belongs to somebody else.
    public record Parts(Backfill backfill, CandleHistory history, CandleWriter writer, CoverageStore coverage,
            RepairedCandles book,
            UnfillableCandles absent, RepairQueue wanted, InstantSource marketClock) {}

    private HistoryScan(List<SeriesId> series, ScanPlan plan, Parts parts, ThreadSupervisor watch) {
        this.series = List.copyOf(series);
        this.plan = plan;
        this.backfill = parts.backfill;
        this.history = parts.history;
        this.writer = parts.writer;
        this.coverage = parts.coverage;
        this.book = parts.book;
        this.absent = parts.absent;
        this.wanted = parts.wanted;
        this.marketClock = parts.marketClock;
        this.thread = Thread.ofVirtual().name("history-scan").unstarted(watch.watched("history-scan", this::run));
    }

    /// Starts scanning.
    public static HistoryScan open(List<SeriesId> series, ScanPlan plan, Parts parts, ThreadSupervisor watch) {
        HistoryScan scan = new HistoryScan(series, plan, parts, watch);
        scan.thread.start();
        return scan;
    }

    private void run() {
        try {
            long nextOfAll = System.nanoTime() + plan.every().toNanos();
            List<SeriesId> left = series;
            while (true) {
                left = round(left);
                // What was just repaired is looked at once more soon, so that the books show it as stored.
                serveWanted(left.isEmpty() ? plan.every() : plan.retryAfter());
                if (left.isEmpty() || System.nanoTime() - nextOfAll >= 0) {
                    nextOfAll = System.nanoTime() + plan.every().toNanos();
                    left = series;
                }
            }
        } catch (InterruptedException e) {
            LOG.atDebug().log("scan ended");
        }
    }

    private static void endIfInterrupted() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }

    /// One comparison of these series; returns those that were not found whole, in the order in which to go on with
    /// them.
    private List<SeriesId> round(List<SeriesId> some) throws InterruptedException {
        long now = marketClock.millis();
        Thread.sleep(plan.settle());
        wanted.takeLeftOut().forEach(this::touch);
        List<SeriesId> left = new ArrayList<>();
        int failures = 0;
        for (int i = 0; i < some.size(); i++) {
            if (!writer.isSpoolEmpty() || failures == FAILURES_IN_A_ROW) {
                left.addAll(0, some.subList(i, some.size()));
                return left;
            }
            SeriesId one = some.get(i);
            try {
                if (!isWhole(one, now)) {
                    left.add(one);
                }
                failures = 0;
                complained.remove(one);
            } catch (ExchangeRefusalException e) {
                complain(one, e);
            } catch (RuntimeException e) {
                endIfInterrupted();
                complain(one, e);
                left.add(one);
                failures++;
            }
        }
        return left;
    }

    /// Once for each series until it can be compared.
    private void complain(SeriesId one, RuntimeException e) {
        if (!complained.add(one)) {
            return;
        }
        switch (e) {
            case ExchangeRefusalException refusal -> LOG.atError().addKeyValue("series", one).addKeyValue("reason",
                    refusal.getMessage()).log("exchange refuses the candles of a series, correct SYMBOLS or INTERVALS");
            case StoreUnavailableException away -> LOG.atWarn().addKeyValue("series", one)
                    .addKeyValue("reason", away.getMessage()).log("comparison was not finished, will be tried again");
            case ExchangeUnavailableException away -> LOG.atWarn().addKeyValue("series", one)
                    .addKeyValue("reason", away.getMessage()).log("comparison was not finished, will be tried again");
            default ->
                LOG.atError().addKeyValue("series", one).setCause(e).log("comparison failed, will be tried again");
        }
    }

    /// Compares a series and fills its holes; true when there were none that can be filled.
    private boolean isWhole(SeriesId one, long nowMillis) {
        long from = comparedFrom.computeIfAbsent(one, _ -> daysBefore(nowMillis, plan.backfillDays()));
        long to = one.interval().floor(nowMillis);
        if (from >= to) {
            return true;
        }
        RangeCoverage stored = RangeCoverage.read(history, new CandleRange(one, from, to), absent);
        boolean isWhole = backfill.fill(stored.missing());
        saveCoverage(one, stored);
        if (isWhole) {
            comparedFrom.put(one, daysBefore(nowMillis, plan.recheckDays()));
        }
        return isWhole;
    }

    private static long daysBefore(long nowMillis, int days) {
        return RepairedCandles.startOf(RepairedCandles.dayOf(nowMillis).minusDays(days));
    }

    private void saveCoverage(SeriesId one, RangeCoverage stored) {
        List<DayCoverage> days = new ArrayList<>();
        Map<LocalDate, BitSet> repaired = new HashMap<>();
        for (LocalDate day : stored.days()) {
            BitSet ofDay = book.take(one, day);
            repaired.put(day, ofDay);
            days.add(new DayCoverage(one, day, stored.expected(day), stored.stored(day), ofDay.cardinality()));
        }
        try {
            coverage.save(days);
        } catch (StoreUnavailableException e) {
            repaired.forEach((day, ofDay) -> book.putBack(one, day, ofDay));
            throw e;
        }
    }

    /// The next comparison of this series reaches back to this range.
    private void touch(CandleRange range) {
        comparedFrom.computeIfPresent(range.series(),
                (_, from) -> Math.min(from, RepairedCandles.startOf(RepairedCandles.dayOf(range.fromMillis()))));
    }

    /// Fills the ranges asked for until the time is up. Not while candles wait in the spool: what is fetched would go
    /// there too, and force others out in turn.
    private void serveWanted(Duration time) throws InterruptedException {
        long end = System.nanoTime() + time.toNanos();
        while (writer.isSpoolEmpty() && System.nanoTime() - end < 0) {
            CandleRange range = wanted.poll(end - System.nanoTime());
            if (range != null) {
                // Whatever becomes of it, the comparison looks at it again and sets the books right.
                touch(range);
                serve(range);
            }
        }
        Thread.sleep(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
    }

    private void serve(CandleRange range) throws InterruptedException {
        try {
            backfill.fill(RangeCoverage.read(history, range, absent).missing());
            complained.remove(range.series());
        } catch (StoreUnavailableException | ExchangeUnavailableException e) {
            endIfInterrupted();
            complain(range.series(), e);
            wanted.add(range);
            Thread.sleep(plan.retryAfter());
        } catch (RuntimeException e) {
            endIfInterrupted();
            complain(range.series(), e);
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
