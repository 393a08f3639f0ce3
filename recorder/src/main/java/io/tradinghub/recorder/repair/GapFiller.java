package io.tradinghub.recorder.repair;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;

import io.tradinghub.exchange.ExchangeRefusalException;
import io.tradinghub.exchange.ExchangeUnavailableException;
import io.tradinghub.exchange.PublicMarketData;
import io.tradinghub.exchange.PublicMarketData.ArchivedCandle;
import io.tradinghub.exchange.PublicMarketData.CandleArchive;
import io.tradinghub.market.Candle;
import io.tradinghub.operations.ThreadSupervisor;
import io.tradinghub.recorder.write.CandleWriter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Fetches the holes of live series from REST, a few at a time on threads of its own, and writes them. A series has at
/// most one hole here, so the queue is as short as the list of series.
public final class GapFiller implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(GapFiller.class);
    /// So that many series are served in the time that a bot waits; the rate budget of the exchange holds all the same.
    private static final int WORKERS = 8;
    private final PublicMarketData market;
    private final CandleWriter writer;
    private final BlockingQueue<GapRequest> wanted = new LinkedBlockingQueue<>();
    private final AtomicBoolean failing = new AtomicBoolean();
    private final List<Thread> clerks;

    private record GapRequest(CandleRange range, Answers answers) {}

    /// Hears how a repair ended, on a thread of the desk.
    public interface Answers {
        /// What the exchange had of this range, and how far it could tell.
        void repaired(CandleRange range, long untilMillis, List<Candle> candles);

        void failed(CandleRange range);
    }

    private GapFiller(PublicMarketData market, CandleWriter writer, ThreadSupervisor watch) {
        this.market = market;
        this.writer = writer;
        this.clerks = IntStream.range(0, WORKERS)
                .mapToObj(i -> Thread.ofVirtual().name("repair-" + i).unstarted(watch.watched("repair", this::run)))
                .toList();
    }

    public static GapFiller open(PublicMarketData market, CandleWriter writer, ThreadSupervisor watch) {
        GapFiller desk = new GapFiller(market, writer, watch);
        desk.clerks.forEach(Thread::start);
        return desk;
    }

    public void repair(CandleRange range, Answers answers) {
        wanted.add(new GapRequest(range, answers));
    }

    private void run() {
        try {
            while (true) {
                GapRequest wish = wanted.take();
                fetch(wish.range, wish.answers);
            }
        } catch (InterruptedException e) {
            // Closed: what is still wanted is found again by the scan after the next start.
            wanted.clear();
        }
    }

    private void fetch(CandleRange range, Answers answers) throws InterruptedException {
        try {
            CandleArchive found = market.candles(range.series(), Instant.ofEpochMilli(range.fromMillis()),
                    Instant.ofEpochMilli(range.toMillis()));
            if (!found.candles().isEmpty()) {
                writer.add(lines -> found.candles().forEach(candle -> lines.append(candle.line())));
            }
            failing.set(false);
            answers.repaired(range, found.untilMillis(), found.candles().stream().map(ArchivedCandle::candle).toList());
        } catch (RuntimeException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            complain(range, e);
            answers.failed(range);
        }
    }

    /// Once until a repair succeeds: an outage concerns every series, and each asks again every few seconds.
    private void complain(CandleRange range, RuntimeException e) {
        if (failing.getAndSet(true)) {
            return;
        }
        if (e instanceof ExchangeUnavailableException || e instanceof ExchangeRefusalException) {
            LOG.atWarn().addKeyValue("series", range.series()).addKeyValue("candles", range.candles())
                    .addKeyValue("reason", e.getMessage()).log("repair failed, all that fail are tried again");
        } else {
            LOG.atError().addKeyValue("series", range.series()).setCause(e)
                    .log("repair failed, all that fail are tried again");
        }
    }

    @Override
    public void close() {
        clerks.forEach(Thread::interrupt);
    }
}
