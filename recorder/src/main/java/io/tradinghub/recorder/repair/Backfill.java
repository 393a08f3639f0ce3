package io.tradinghub.recorder.repair;

import java.time.Instant;
import java.util.List;

import io.tradinghub.exchange.PublicMarketData;
import io.tradinghub.exchange.PublicMarketData.ArchivedCandle;
import io.tradinghub.operations.Telemetry;
import io.tradinghub.recorder.write.CandleWriter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Fetches ranges of candles page by page, newest first because that is what a bot asks for first, and hands them to the writer. Says how far
/// it is every ten seconds. Single-threaded.
public final class Backfill {
    private static final Logger LOG = LoggerFactory.getLogger(Backfill.class);
    private static final long PROGRESS_NANOS = 10_000_000_000L;
    private final PublicMarketData market;
    private final CandleWriter writer;
    private final CoverageBook book;
    private final Telemetry.Counter repaired;
    private long lastProgressNanos = System.nanoTime();

    public Backfill(PublicMarketData market, CandleWriter writer, CoverageBook book, Telemetry telemetry) {
        this.market = market;
        this.writer = writer;
        this.book = book;
        this.repaired = telemetry.counter("candles_repaired");
    }

    /// Fetches these ranges, notes what the exchange does not have, and returns how many candles it had.
    int fill(List<CandleRange> ranges, AbsentCandles absent) {
        long total = ranges.stream().mapToLong(CandleRange::candles).sum();
        long asked = 0;
        int found = 0;
        for (CandleRange range : ranges.reversed()) {
            long page = PublicMarketData.MOST_CANDLES * range.series().interval().millis();
            for (long to = range.toMillis(); to > range.fromMillis(); to -= page) {
                CandleRange part = new CandleRange(range.series(), Math.max(range.fromMillis(), to - page), to);
                found += fetch(part, absent);
                asked += part.candles();
                progress(range, asked, total);
            }
        }
        if (total > 0) {
            LOG.atInfo().addKeyValue("series", ranges.getFirst().series()).addKeyValue("missing", total)
                    .addKeyValue("found", found).log("candles filled from rest");
        }
        return found;
    }

    private int fetch(CandleRange part, AbsentCandles absent) {
        List<ArchivedCandle> answer = market.candles(part.series(), Instant.ofEpochMilli(part.fromMillis()),
                Instant.ofEpochMilli(part.toMillis()));
        absent.note(part, answer);
        if (!answer.isEmpty()) {
            writer.add(lines -> answer.forEach(candle -> lines.append(candle.line())));
            book.addRepaired(answer.stream().map(ArchivedCandle::candle).toList());
            repaired.add(answer.size());
        }
        return answer.size();
    }

    private void progress(CandleRange range, long asked, long total) {
        long now = System.nanoTime();
        if (now - lastProgressNanos >= PROGRESS_NANOS) {
            lastProgressNanos = now;
            LOG.atInfo().addKeyValue("series", range.series()).addKeyValue("done", asked).addKeyValue("of", total)
                    .log("filling candles from rest");
        }
    }
}
