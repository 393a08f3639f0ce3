package io.tradinghub.recorder;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import io.tradinghub.exchange.ExchangeRefusalException;
import io.tradinghub.exchange.ExchangeUnavailableException;
import io.tradinghub.exchange.PublicMarketData;
import io.tradinghub.market.Instrument;
import io.tradinghub.market.InstrumentId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Fetches the trading rules every hour, since the exchange changes them, and hands out what it knows every minute, so that a live store that lost
/// its memory gets it back. On a thread of its own.
final class InstrumentRefresh implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(InstrumentRefresh.class);
    private static final Duration HAND_OUT_EVERY = Duration.ofMinutes(1);
    private static final Duration FETCH_EVERY = Duration.ofHours(1);
    private final List<InstrumentId> wanted;
    private final PublicMarketData market;
    private final Consumer<List<Instrument>> handOut;
    private final Map<InstrumentId, Instrument> known = new LinkedHashMap<>();
    private final Thread thread;

    private InstrumentRefresh(List<InstrumentId> wanted, PublicMarketData market, Consumer<List<Instrument>> handOut) {
        this.wanted = wanted;
        this.market = market;
        this.handOut = handOut;
        this.thread = Thread.ofVirtual().name("instruments").unstarted(this::run);
    }

    static InstrumentRefresh open(List<InstrumentId> wanted, PublicMarketData market, Consumer<List<Instrument>> handOut) {
        InstrumentRefresh refresh = new InstrumentRefresh(wanted, market, handOut);
        refresh.thread.start();
        return refresh;
    }

    private void run() {
        long nextFetch = System.nanoTime();
        try {
            while (true) {
                if (System.nanoTime() - nextFetch >= 0 && fetchAll()) {
                    nextFetch = System.nanoTime() + FETCH_EVERY.toNanos();
                }
                if (!known.isEmpty()) {
                    handOut.accept(new ArrayList<>(known.values()));
                }
                Thread.sleep(HAND_OUT_EVERY);
            }
        } catch (InterruptedException e) {
            LOG.atDebug().log("instrument refresh ended");
        }
    }

    /// False when the exchange was away and it should be tried again soon.
    private boolean fetchAll() throws InterruptedException {
        for (InstrumentId id : wanted) {
            try {
                known.put(id, market.instrument(id));
            } catch (ExchangeRefusalException e) {
                LOG.atError().addKeyValue("instrument", id).addKeyValue("reason", e.getMessage())
                        .log("exchange does not trade an instrument, correct SYMBOLS");
            } catch (ExchangeUnavailableException e) {
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                LOG.atWarn().addKeyValue("reason", e.getMessage()).log("trading rules not fetched, will be tried again");
                return false;
            }
        }
        return true;
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
