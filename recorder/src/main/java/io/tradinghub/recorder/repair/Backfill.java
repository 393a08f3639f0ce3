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

/// Fetches missing candles page by page and hands them to the writer while the spool is empty. Newest first, because
/// bots request the newest first. Logs its progress every ten seconds. Single-threaded.
public final class Backfill {
    private static final Logger LOG = LoggerFactory.getLogger(Backfill.class);
    private static final long PROGRESS_NANOS = 10_000_000_000L;
    /// Gaps with fewer candles between them share a request, because one request fetches a thousand candles.
    private static final int MIN_CANDLES_BETWEEN_PAGES = 200;
    private final PublicMarketData market;
    private final CandleWriter writer;
    private final RepairedCandles repairedCandles;
    private final UnfillableCandles unfillable;
    private final Telemetry.Counter repaired;
    private long lastProgressNanos = System.nanoTime();

    public Backfill(PublicMarketData market, CandleWriter writer, RepairedCandles repairedCandles,
            UnfillableCandles unfillable, Telemetry telemetry) {
        this.market = market;
        this.writer = writer;
        this.repairedCandles = repairedCandles;
        this.unfillable = unfillable;
        this.repaired = telemetry.counter("candles_repaired");
    }

    /// Fetches the given ascending gaps of one series and records what is absent at the exchange. Returns true if it
    /// requested all of them and the exchange had none.
    boolean fill(List<CandleRange> gaps) {
        NavigableMap<Long, CandleRange> byStart = new TreeMap<>();
        gaps.forEach(gap -> byStart.put(gap.fromMillis(), gap));
        List<CandleRange> pages = pages(gaps);
        int done = 0;
        int total = 0;
        while (done < pages.size() && writer.isSpoolEmpty()) {
            total += fetch(pages.get(done), byStart);
            done++;
            logProgress(pages.get(done - 1), done, pages.size());
        }
        if (done > 0) {
            LOG.atInfo().addKeyValue("series", gaps.getFirst().series())
                    .addKeyValue("missing", gaps.stream().mapToLong(CandleRange::candles).sum())
                    .addKeyValue("found", total)
                    .log("missing candles fetched from REST");
        }
        return total == 0 && done == pages.size();
    }

    /// The ranges to request, newest first.
    private static List<CandleRange> pages(List<CandleRange> gaps) {
        List<CandleRange> pages = new ArrayList<>();
        for (CandleRange range : merged(gaps).reversed()) {
            long page = PublicMarketData.MOST_CANDLES * range.series().interval().millis();
            for (long to = range.toMillis(); to > range.fromMillis(); to -= page) {
                pages.add(new CandleRange(range.series(), Math.max(range.fromMillis(), to - page), to));
            }
        }
        return pages;
    }

    private static List<CandleRange> merged(List<CandleRange> gaps) {
        List<CandleRange> merged = new ArrayList<>();
        for (CandleRange gap : gaps) {
            CandleRange last = merged.isEmpty() ? null : merged.getLast();
            if (last != null
                    && gap.fromMillis() - last.toMillis() < MIN_CANDLES_BETWEEN_PAGES
                            * gap.series().interval().millis()) {
                merged.removeLast();
                merged.add(new CandleRange(gap.series(), last.fromMillis(), gap.toMillis()));
            } else {
                merged.add(gap);
            }
        }
        return merged;
    }

    /// What is missing in an answer with rows that cannot be read counts as a gap, not as absent at the exchange: later
    /// scans ask for it again.
    private int fetch(CandleRange page, NavigableMap<Long, CandleRange> gaps) {
        CandleArchive answer = market.candles(page.series(), Instant.ofEpochMilli(page.fromMillis()),
                Instant.ofEpochMilli(page.toMillis()));
        if (answer.untilMillis() > page.fromMillis() && answer.unreadable() == 0) {
            unfillable.addAnswer(new CandleRange(page.series(), page.fromMillis(), answer.untilMillis()),
                    answer.candles());
        }
        List<ArchivedCandle> filled = answer.candles().stream()
                .filter(candle -> isInGap(gaps, candle.candle().openTimeMillis())).toList();
        if (!filled.isEmpty()) {
            writer.add(lines -> filled.forEach(candle -> lines.append(candle.line())));
            repairedCandles.add(filled.stream().map(ArchivedCandle::candle).toList());
            repaired.add(filled.size());
        }
        return filled.size();
    }

    private static boolean isInGap(NavigableMap<Long, CandleRange> gaps, long openTimeMillis) {
        Map.Entry<Long, CandleRange> gap = gaps.floorEntry(openTimeMillis);
        return gap != null && openTimeMillis < gap.getValue().toMillis();
    }

    private void logProgress(CandleRange page, int done, int pages) {
        long now = System.nanoTime();
        if (now - lastProgressNanos >= PROGRESS_NANOS) {
            lastProgressNanos = now;
            LOG.atInfo().addKeyValue("series", page.series()).addKeyValue("done", done).addKeyValue("of", pages)
                    .log("fetching missing candles from REST");
        }
    }
}
