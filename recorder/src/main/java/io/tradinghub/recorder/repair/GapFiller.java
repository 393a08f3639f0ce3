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

/// Fetches the gaps of live series from REST, several at a time on its own threads, and writes them. A series has at
/// most one gap here at a time, so the queue never exceeds the number of series.
public final class GapFiller implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(GapFiller.class);
    /// Fills many series within the time that bots wait; the rate limiter still bounds the requests.
    private static final int WORKERS = 8;
    private final PublicMarketData market;
    private final CandleWriter writer;
    private final BlockingQueue<GapRequest> requests = new LinkedBlockingQueue<>();
    private final AtomicBoolean failureLogged = new AtomicBoolean();
    private final List<Thread> workers;

    private record GapRequest(CandleRange range, Listener listener) {}

    /// Receives the result of a repair, on a worker thread.
    public interface Listener {
        /// What the exchange had of this range, and up to which time it could answer.
        void repaired(CandleRange range, long untilMillis, List<Candle> candles);

        void failed(CandleRange range);
    }

    private GapFiller(PublicMarketData market, CandleWriter writer, ThreadSupervisor supervisor) {
        this.market = market;
        this.writer = writer;
        this.workers = IntStream.range(0, WORKERS)
                .mapToObj(
                        i -> Thread.ofVirtual().name("repair-" + i).unstarted(supervisor.watched("repair", this::run)))
                .toList();
    }

    public static GapFiller open(PublicMarketData market, CandleWriter writer, ThreadSupervisor supervisor) {
        GapFiller filler = new GapFiller(market, writer, supervisor);
        filler.workers.forEach(Thread::start);
        return filler;
    }

    public void repair(CandleRange range, Listener listener) {
        requests.add(new GapRequest(range, listener));
    }

    private void run() {
        try {
            while (true) {
                GapRequest request = requests.take();
                fetch(request.range, request.listener);
            }
        } catch (InterruptedException e) {
            // Closed: the scan after the next start finds the remaining gaps again.
            requests.clear();
        }
    }

    private void fetch(CandleRange range, Listener listener) throws InterruptedException {
        try {
            CandleArchive found = market.candles(range.series(), Instant.ofEpochMilli(range.fromMillis()),
                    Instant.ofEpochMilli(range.toMillis()));
            if (!found.candles().isEmpty()) {
                writer.add(lines -> found.candles().forEach(candle -> lines.append(candle.line())));
            }
            failureLogged.set(false);
            if (found.candles().isEmpty() && found.unreadable() > 0) {
                listener.failed(range);
                return;
            }
            listener.repaired(range, found.untilMillis(),
                    found.candles().stream().map(ArchivedCandle::candle).toList());
        } catch (RuntimeException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            logFirstFailure(range, e);
            listener.failed(range);
        }
    }

    /// Logs the first failure; later ones stay silent until a repair succeeds, because an outage affects every series
    /// and each retries every few seconds.
    private void logFirstFailure(CandleRange range, RuntimeException e) {
        if (failureLogged.getAndSet(true)) {
            return;
        }
        if (e instanceof ExchangeUnavailableException || e instanceof ExchangeRefusalException) {
            LOG.atWarn().addKeyValue("series", range.series()).addKeyValue("candles", range.candles())
                    .addKeyValue("reason", e.getMessage())
                    .log("gap repair failed, retrying; further failures are not logged until one succeeds");
        } else {
            LOG.atError().addKeyValue("series", range.series()).setCause(e)
                    .log("gap repair failed, retrying; further failures are not logged until one succeeds");
        }
    }

    @Override
    public void close() {
        workers.forEach(Thread::interrupt);
    }
}
