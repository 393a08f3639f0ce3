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

/// Scans the store for gaps, at start as far back as the plan says and then periodically, fills them from REST, and
/// saves the coverage of each day. Runs on its own thread, and pauses while candles wait in the spool.
///
/// Scans each series from the oldest day that changed since it was last complete. A series that fails does not keep the
/// others waiting; it is retried soon.
public final class HistoryScan implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HistoryScan.class);
    /// After this many series in a row without an answer, the fault is not the series'.
    private static final int MAX_FAILURES_IN_A_ROW = 3;
    private final List<SeriesId> series;
    private final ScanPlan plan;
    private final Backfill backfill;
    private final CandleHistory history;
    private final CandleWriter writer;
    private final CoverageStore coverage;
    private final RepairedCandles repairedCandles;
    private final UnfillableCandles unfillable;
    private final InstantSource marketClock;
    private final RepairQueue repairs;
    /// The first time to scan of each series, from its first scan on.
    private final Map<SeriesId, Long> scanFrom = new HashMap<>();
    /// Series whose failure was logged.
    private final Set<SeriesId> failureLogged = new HashSet<>();
    private final Thread thread;

    /// What a scan uses; the caller owns all of it.
    public record Dependencies(Backfill backfill, CandleHistory history, CandleWriter writer, CoverageStore coverage,
            RepairedCandles repairedCandles, UnfillableCandles unfillable, RepairQueue repairs,
            InstantSource marketClock) {}

    private HistoryScan(List<SeriesId> series, ScanPlan plan, Dependencies dependencies, ThreadSupervisor supervisor) {
        this.series = List.copyOf(series);
        this.plan = plan;
        this.backfill = dependencies.backfill;
        this.history = dependencies.history;
        this.writer = dependencies.writer;
        this.coverage = dependencies.coverage;
        this.repairedCandles = dependencies.repairedCandles;
        this.unfillable = dependencies.unfillable;
        this.repairs = dependencies.repairs;
        this.marketClock = dependencies.marketClock;
        this.thread = Thread.ofVirtual().name("history-scan").unstarted(supervisor.watched("history-scan", this::run));
    }

    /// Starts scanning.
    public static HistoryScan open(List<SeriesId> series, ScanPlan plan, Dependencies dependencies,
            ThreadSupervisor supervisor) {
        HistoryScan scan = new HistoryScan(series, plan, dependencies, supervisor);
        scan.thread.start();
        return scan;
    }

    private void run() {
        try {
            long nextFullScan = System.nanoTime() + plan.interval().toNanos();
            List<SeriesId> remaining = series;
            while (true) {
                remaining = scanOnce(remaining);
                // Scans what was just repaired again soon, so that the saved coverage counts it as stored.
                fillRequested(remaining.isEmpty() ? plan.interval() : plan.retryDelay());
                if (remaining.isEmpty() || System.nanoTime() - nextFullScan >= 0) {
                    nextFullScan = System.nanoTime() + plan.interval().toNanos();
                    remaining = series;
                }
            }
        } catch (InterruptedException e) {
            LOG.atDebug().log("history scan ended");
        }
    }

    private static void throwIfInterrupted() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }

    /// Scans these series once. Returns those that were not complete, in the order in which to continue.
    private List<SeriesId> scanOnce(List<SeriesId> ids) throws InterruptedException {
        long now = marketClock.millis();
        Thread.sleep(plan.settleTime());
        repairs.takeOverflow().forEach(this::rescanFrom);
        List<SeriesId> remaining = new ArrayList<>();
        int failures = 0;
        for (int i = 0; i < ids.size(); i++) {
            if (!writer.isSpoolEmpty() || failures == MAX_FAILURES_IN_A_ROW) {
                remaining.addAll(0, ids.subList(i, ids.size()));
                return remaining;
            }
            SeriesId id = ids.get(i);
            try {
                if (!scanSeries(id, now)) {
                    remaining.add(id);
                }
                failures = 0;
                failureLogged.remove(id);
            } catch (ExchangeRefusalException e) {
                logFirstFailure(id, e);
            } catch (RuntimeException e) {
                throwIfInterrupted();
                logFirstFailure(id, e);
                remaining.add(id);
                failures++;
            }
        }
        return remaining;
    }

    /// Logs a series' first failure; later ones stay silent until it succeeds.
    private void logFirstFailure(SeriesId id, RuntimeException e) {
        if (!failureLogged.add(id)) {
            return;
        }
        switch (e) {
            case ExchangeRefusalException refusal -> LOG.atError().addKeyValue("series", id).addKeyValue("reason",
                    refusal.getMessage())
                    .log("exchange rejected the candle request of a series, correct SYMBOLS or INTERVALS");
            case StoreUnavailableException unavailable -> LOG.atWarn().addKeyValue("series", id)
                    .addKeyValue("reason", unavailable.getMessage()).log("history scan did not finish, retrying");
            case ExchangeUnavailableException unavailable -> LOG.atWarn().addKeyValue("series", id)
                    .addKeyValue("reason", unavailable.getMessage()).log("history scan did not finish, retrying");
            default ->
                LOG.atError().addKeyValue("series", id).setCause(e).log("history scan failed, retrying");
        }
    }

    /// Scans one series and fills its gaps. Returns true if there was no gap that can be filled.
    private boolean scanSeries(SeriesId id, long nowMillis) {
        long from = scanFrom.computeIfAbsent(id, _ -> daysBefore(nowMillis, plan.backfillDays()));
        long to = id.interval().floor(nowMillis);
        if (from >= to) {
            return true;
        }
        RangeCoverage stored = RangeCoverage.read(history, new CandleRange(id, from, to), unfillable);
        boolean isComplete = backfill.fill(stored.gaps());
        saveCoverage(id, stored);
        if (isComplete) {
            scanFrom.put(id, daysBefore(nowMillis, plan.recheckDays()));
        }
        return isComplete;
    }

    private static long daysBefore(long nowMillis, int days) {
        return RepairedCandles.startOf(RepairedCandles.dayOf(nowMillis).minusDays(days));
    }

    private void saveCoverage(SeriesId id, RangeCoverage stored) {
        List<DayCoverage> days = new ArrayList<>();
        Map<LocalDate, BitSet> repaired = new HashMap<>();
        for (LocalDate day : stored.days()) {
            BitSet ofDay = repairedCandles.take(id, day);
            repaired.put(day, ofDay);
            days.add(new DayCoverage(id, day, stored.expected(day), stored.stored(day), ofDay.cardinality()));
        }
        try {
            coverage.save(days);
        } catch (StoreUnavailableException e) {
            repaired.forEach((day, ofDay) -> repairedCandles.putBack(id, day, ofDay));
            throw e;
        }
    }

    /// Makes the next scan of this series start no later than this range.
    private void rescanFrom(CandleRange range) {
        scanFrom.computeIfPresent(range.series(),
                (_, from) -> Math.min(from, RepairedCandles.startOf(RepairedCandles.dayOf(range.fromMillis()))));
    }

    /// Fills the requested ranges until the time is up. Pauses while candles wait in the spool: fetched candles would
    /// go there too and cause others to be dropped.
    private void fillRequested(Duration time) throws InterruptedException {
        long end = System.nanoTime() + time.toNanos();
        while (writer.isSpoolEmpty() && System.nanoTime() - end < 0) {
            CandleRange range = repairs.poll(end - System.nanoTime());
            if (range != null) {
                // The next scan checks this range again and saves its coverage, whatever the result.
                rescanFrom(range);
                fillRequest(range);
            }
        }
        Thread.sleep(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
    }

    private void fillRequest(CandleRange range) throws InterruptedException {
        try {
            backfill.fill(RangeCoverage.read(history, range, unfillable).gaps());
            failureLogged.remove(range.series());
        } catch (StoreUnavailableException | ExchangeUnavailableException e) {
            throwIfInterrupted();
            logFirstFailure(range.series(), e);
            repairs.add(range);
            Thread.sleep(plan.retryDelay());
        } catch (RuntimeException e) {
            throwIfInterrupted();
            logFirstFailure(range.series(), e);
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
