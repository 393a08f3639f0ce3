package io.tradinghub.recorder.repair;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

import io.tradinghub.exchange.PublicMarketData;
import io.tradinghub.exchange.PublicMarketData.ArchivedCandle;
import io.tradinghub.exchange.PublicMarketData.CandleArchive;
import io.tradinghub.operations.Telemetry;
import io.tradinghub.recorder.write.CandleWriter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Fetches missing candles page by page, newest first because that is what a bot asks for first, and hands them to the
/// writer, as long as nothing waits in the spool. Says how far it is every ten seconds. Single-threaded.
public final class Backfill {
    private static final Logger LOG = LoggerFactory.getLogger(Backfill.class);
    private static final long PROGRESS_NANOS = 10_000_000_000L;
    /// Holes with fewer candles between them are asked for together, because one request fetches a thousand.
    private static final int WORTH_SPLITTING = 200;
    private final PublicMarketData market;
    private final CandleWriter writer;
    private final RepairedCandles book;
    private final UnfillableCandles absent;
    private final Telemetry.Counter repaired;
    private long lastProgressNanos = System.nanoTime();

    public Backfill(PublicMarketData market, CandleWriter writer, RepairedCandles book, UnfillableCandles absent,
            Telemetry telemetry) {
        this.market = market;
        this.writer = writer;
        this.book = book;
        this.absent = absent;
        this.repaired = telemetry.counter("candles_repaired");
    }

    /// Fetches these holes of one series, ascending, and notes what the exchange does not have. True when it was asked
    /// for all of them and had nothing.
    boolean fill(List<CandleRange> holes) {
        NavigableMap<Long, CandleRange> byStart = new TreeMap<>();
        holes.forEach(hole -> byStart.put(hole.fromMillis(), hole));
        List<CandleRange> pages = pages(holes);
        int done = 0;
        int found = 0;
        while (done < pages.size() && writer.isSpoolEmpty()) {
            found += fetch(pages.get(done), byStart);
            done++;
            progress(pages.get(done - 1), done, pages.size());
        }
        if (done > 0) {
            LOG.atInfo().addKeyValue("series", holes.getFirst().series())
                    .addKeyValue("missing", holes.stream().mapToLong(CandleRange::candles).sum())
                    .addKeyValue("found", found)
                    .log("candles filled from rest");
        }
        return found == 0 && done == pages.size();
    }

    /// What to ask for, newest first.
    private static List<CandleRange> pages(List<CandleRange> holes) {
        List<CandleRange> pages = new ArrayList<>();
        for (CandleRange range : joined(holes).reversed()) {
            long page = PublicMarketData.MOST_CANDLES * range.series().interval().millis();
            for (long to = range.toMillis(); to > range.fromMillis(); to -= page) {
                pages.add(new CandleRange(range.series(), Math.max(range.fromMillis(), to - page), to));
            }
        }
        return pages;
    }

    private static List<CandleRange> joined(List<CandleRange> holes) {
        List<CandleRange> joined = new ArrayList<>();
        for (CandleRange hole : holes) {
            CandleRange last = joined.isEmpty() ? null : joined.getLast();
            if (last != null
                    && hole.fromMillis() - last.toMillis() < WORTH_SPLITTING * hole.series().interval().millis()) {
                joined.removeLast();
                joined.add(new CandleRange(hole.series(), last.fromMillis(), hole.toMillis()));
            } else {
                joined.add(hole);
            }
        }
        return joined;
    }

    private int fetch(CandleRange page, NavigableMap<Long, CandleRange> holes) {
        CandleArchive answer = market.candles(page.series(), Instant.ofEpochMilli(page.fromMillis()),
                Instant.ofEpochMilli(page.toMillis()));
        if (answer.untilMillis() > page.fromMillis()) {
            absent.note(new CandleRange(page.series(), page.fromMillis(), answer.untilMillis()), answer.candles());
        }
        List<ArchivedCandle> news = answer.candles().stream()
                .filter(candle -> isMissing(holes, candle.candle().openTimeMillis())).toList();
        if (!news.isEmpty()) {
            writer.add(lines -> news.forEach(candle -> lines.append(candle.line())));
            book.addRepaired(news.stream().map(ArchivedCandle::candle).toList());
            repaired.add(news.size());
        }
        return news.size();
    }

    private static boolean isMissing(NavigableMap<Long, CandleRange> holes, long openTimeMillis) {
        Map.Entry<Long, CandleRange> hole = holes.floorEntry(openTimeMillis);
        return hole != null && openTimeMillis < hole.getValue().toMillis();
    }

    private void progress(CandleRange page, int done, int pages) {
        long now = System.nanoTime();
        if (now - lastProgressNanos >= PROGRESS_NANOS) {
            lastProgressNanos = now;
            LOG.atInfo().addKeyValue("series", page.series()).addKeyValue("done", done).addKeyValue("of", pages)
                    .log("filling candles from rest");
        }
    }
}
