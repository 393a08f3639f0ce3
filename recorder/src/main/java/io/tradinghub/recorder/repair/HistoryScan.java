package io.tradinghub.recorder.repair;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.tradinghub.exchange.ExchangeRefusalException;
import io.tradinghub.exchange.ExchangeUnavailableException;
import io.tradinghub.market.CandleHistory;
import io.tradinghub.market.CoverageStore;
import io.tradinghub.market.CoverageStore.DayCoverage;
import io.tradinghub.market.SeriesId;
import io.tradinghub.market.StoreUnavailableException;
import io.tradinghub.recorder.write.CandleWriter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Compares the store with what it should hold, at start as far back as the plan says and then on a schedule, fills what is missing from
/// REST, and keeps the books of coverage. Works on a thread of its own, and not while candles wait in the spool.
public final class HistoryScan implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HistoryScan.class);
    private final List<SeriesId> series;
    private final ScanPlan plan;
    private final Backfill backfill;
    private final CandleHistory history;
    private final CandleWriter writer;
    private final CoverageStore coverage;
    private final CoverageBook book;
    private final InstantSource marketClock;
    private final WantedRepairs wanted;
    private final AbsentCandles absent;
    private final Thread thread;

    /// What a scan works with; all of it belongs to somebody else.
    public record Parts(Backfill backfill, CandleHistory history, CandleWriter writer, CoverageStore coverage, CoverageBook book,
            WantedRepairs wanted, InstantSource marketClock) {}

    private HistoryScan(List<SeriesId> series, ScanPlan plan, Parts parts) {
        this.series = List.copyOf(series);
        this.plan = plan;
        this.backfill = parts.backfill;
        this.history = parts.history;
        this.writer = parts.writer;
        this.coverage = parts.coverage;
        this.book = parts.book;
        this.wanted = parts.wanted;
        this.marketClock = parts.marketClock;
        this.absent = new AbsentCandles(parts.marketClock);
        this.thread = Thread.ofVirtual().name("history-scan").unstarted(this::run);
    }

    /// Starts scanning.
    public static HistoryScan open(List<SeriesId> series, ScanPlan plan, Parts parts) {
        HistoryScan scan = new HistoryScan(series, plan, parts);
        scan.thread.start();
        return scan;
    }

    private void run() {
        int days = plan.backfillDays();
        try {
            while (true) {
                Optional<Integer> repaired = attempt(days);
                boolean finished = repaired.isPresent();
                if (finished) {
                    days = repaired.get() > 0 ? days : plan.recheckDays();
                }
                // What was just repaired is looked at once more soon, so that the books show it as stored.
                boolean again = !finished || repaired.get() > 0;
                serveWanted(again ? plan.retryAfter() : plan.every());
            }
        } catch (InterruptedException e) {
            LOG.atDebug().log("scan ended");
        }
    }

    /// One comparison of all series; the number of candles repaired, or nothing when it could not be finished.
    private Optional<Integer> attempt(int days) throws InterruptedException {
        try {
            return round(days);
        } catch (StoreUnavailableException | ExchangeUnavailableException e) {
            endIfInterrupted();
            LOG.atWarn().addKeyValue("reason", e.getMessage()).log("comparison was not finished, will be tried again");
        } catch (RuntimeException e) {
            endIfInterrupted();
            LOG.atError().setCause(e).log("comparison failed, will be tried again");
        }
        return Optional.empty();
    }

    private static void endIfInterrupted() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }

    private Optional<Integer> round(int days) throws InterruptedException {
        long now = marketClock.millis();
        Thread.sleep(plan.settle());
        if (!writer.isSpoolEmpty()) {
            return Optional.empty();
        }
        int repaired = 0;
        for (SeriesId one : series) {
            try {
                repaired += compare(one, days, now);
            } catch (ExchangeRefusalException e) {
                refused(one, e);
            }
        }
        return Optional.of(repaired);
    }

    /// One series that the exchange does not have must not keep the others from being compared.
    private static void refused(SeriesId one, ExchangeRefusalException e) {
        LOG.atError().addKeyValue("series", one).addKeyValue("reason", e.getMessage())
                .log("exchange refuses the candles of a series, correct SYMBOLS or INTERVALS");
    }

    private int compare(SeriesId one, int days, long nowMillis) {
        LocalDate firstDay = CoverageBook.dayOf(nowMillis).minusDays(days);
        long from = firstDay.atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
        long to = one.interval().floor(nowMillis);
        if (from >= to) {
            return 0;
        }
        StoredDays stored = StoredDays.read(history, new CandleRange(one, from, to), absent);
        int repaired = backfill.fill(stored.missing(), absent);
        saveCoverage(one, stored);
        return repaired;
    }

    private void saveCoverage(SeriesId one, StoredDays stored) {
        List<DayCoverage> days = new ArrayList<>();
        for (LocalDate day : stored.days()) {
            days.add(new DayCoverage(one, day, stored.expected(day), stored.stored(day), book.take(one, day)));
        }
        try {
            coverage.save(days);
        } catch (StoreUnavailableException e) {
            days.forEach(day -> book.putBack(one, day.day(), day.repaired()));
            throw e;
        }
    }

    /// Fills the ranges asked for until the time is up. Not while candles wait in the spool: what is fetched would go there too, and force
    /// others out in turn.
    private void serveWanted(Duration time) throws InterruptedException {
        long end = System.nanoTime() + time.toNanos();
        while (writer.isSpoolEmpty()) {
            CandleRange range = wanted.poll(end - System.nanoTime());
            if (range == null) {
                return;
            }
            try {
                backfill.fill(List.of(range), absent);
            } catch (ExchangeRefusalException e) {
                refused(range.series(), e);
            } catch (ExchangeUnavailableException e) {
                LOG.atWarn().addKeyValue("series", range.series()).addKeyValue("from", Instant.ofEpochMilli(range.fromMillis()))
                        .addKeyValue("reason", e.getMessage()).log("repair put off");
                wanted.add(range);
                Thread.sleep(plan.retryAfter());
            } catch (RuntimeException e) {
                endIfInterrupted();
                LOG.atError().addKeyValue("series", range.series()).setCause(e).log("repair failed, left to the next comparison");
            }
        }
        Thread.sleep(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
