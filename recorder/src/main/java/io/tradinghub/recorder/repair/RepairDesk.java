package io.tradinghub.recorder.repair;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

import io.tradinghub.exchange.ExchangeRefusalException;
import io.tradinghub.exchange.ExchangeUnavailableException;
import io.tradinghub.exchange.PublicMarketData;
import io.tradinghub.exchange.PublicMarketData.ArchivedCandle;
import io.tradinghub.market.Candle;
import io.tradinghub.recorder.write.CandleWriter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Fetches the holes of live series from REST, one at a time on a thread of its own, and writes them. A series has at most one hole here, so the
/// queue is as short as the list of series.
public final class RepairDesk implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RepairDesk.class);
    private final PublicMarketData market;
    private final CandleWriter writer;
    private final BlockingQueue<Wish> wanted = new LinkedBlockingQueue<>();
    private final Thread thread;

    private record Wish(CandleRange range, Answers answers) {}

    /// Hears how a repair ended, on the desk's thread.
    public interface Answers {
        void repaired(CandleRange range, List<Candle> candles);

        void failed(CandleRange range);
    }

    private RepairDesk(PublicMarketData market, CandleWriter writer) {
        this.market = market;
        this.writer = writer;
        this.thread = Thread.ofVirtual().name("repair").unstarted(this::run);
    }

    public static RepairDesk open(PublicMarketData market, CandleWriter writer) {
        RepairDesk desk = new RepairDesk(market, writer);
        desk.thread.start();
        return desk;
    }

    public void repair(CandleRange range, Answers answers) {
        wanted.add(new Wish(range, answers));
    }

    private void run() {
        try {
            while (true) {
                Wish wish = wanted.take();
                fetch(wish.range, wish.answers);
            }
        } catch (InterruptedException e) {
            // Closed: what is still wanted is found again by the scan after the next start.
            wanted.clear();
        }
    }

    private void fetch(CandleRange range, Answers answers) throws InterruptedException {
        try {
            List<ArchivedCandle> found = market.candles(range.series(), Instant.ofEpochMilli(range.fromMillis()),
                    Instant.ofEpochMilli(range.toMillis()));
            if (!found.isEmpty()) {
                writer.add(lines -> found.forEach(candle -> lines.append(candle.line())));
            }
            answers.repaired(range, found.stream().map(ArchivedCandle::candle).toList());
        } catch (ExchangeUnavailableException | ExchangeRefusalException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            LOG.atWarn().addKeyValue("series", range.series()).addKeyValue("candles", range.candles())
                    .addKeyValue("reason", e.getMessage()).log("repair failed, will be tried again");
            answers.failed(range);
        } catch (IllegalStateException e) {
            // The writer closed first.
            answers.failed(range);
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
