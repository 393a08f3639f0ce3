package io.tradinghub.recorder;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

import io.tradinghub.exchange.ExchangeRefusalException;
import io.tradinghub.exchange.ExchangeUnavailableException;
import io.tradinghub.exchange.PublicMarketData;
import io.tradinghub.market.Instrument;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.operations.ThreadSupervisor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Fetches the trading rules every hour, since the exchange changes them, and hands out what it knows every minute, so
/// that a live store that lost its memory gets it back. What could not be fetched is asked for again a minute later. On
/// a thread of its own.
final class InstrumentRefresh implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(InstrumentRefresh.class);
    private static final Duration HAND_OUT_EVERY = Duration.ofMinutes(1);
    private static final Duration FETCH_EVERY = Duration.ofHours(1);
    /// So many instruments in a row without an answer, and it is not about the instruments.
    private static final int FAILURES_IN_A_ROW = 3;
    private final List<InstrumentId> wanted;
    private final PublicMarketData market;
    private final Consumer<List<Instrument>> handOut;
    private final Map<InstrumentId, Instrument> known = new LinkedHashMap<>();
    /// Those that are to be asked for, the ones that failed behind the others.
    private final List<InstrumentId> due = new ArrayList<>();
    /// Those whose failure was logged.
    private final Set<InstrumentId> complained = new HashSet<>();
    private final Thread thread;

    private InstrumentRefresh(List<InstrumentId> wanted, PublicMarketData market, Consumer<List<Instrument>> handOut,
            ThreadSupervisor watch) {
        this.wanted = wanted;
        this.market = market;
        this.handOut = handOut;
        this.thread = Thread.ofVirtual().name("instruments").unstarted(watch.watched("instruments", this::run));
    }

    static InstrumentRefresh open(List<InstrumentId> wanted, PublicMarketData market,
            Consumer<List<Instrument>> handOut,
            ThreadSupervisor watch) {
        InstrumentRefresh refresh = new InstrumentRefresh(wanted, market, handOut, watch);
        refresh.thread.start();
        return refresh;
    }

    private void run() {
        long nextFetch = System.nanoTime();
        try {
            while (true) {
                if (System.nanoTime() - nextFetch >= 0) {
                    nextFetch = System.nanoTime() + FETCH_EVERY.toNanos();
                    wanted.stream().filter(id -> !due.contains(id)).forEach(due::add);
                }
                turn();
                Thread.sleep(HAND_OUT_EVERY);
            }
        } catch (InterruptedException e) {
            LOG.atDebug().log("instrument refresh ended");
        }
    }

    /// Asks for what is due, as long as the exchange answers, and hands out what is known.
    private void turn() throws InterruptedException {
        List<InstrumentId> failed = new ArrayList<>();
        int failures = 0;
        while (!due.isEmpty() && failures < FAILURES_IN_A_ROW) {
            InstrumentId id = due.removeFirst();
            try {
                known.put(id, market.instrument(id));
                complained.remove(id);
                failures = 0;
            } catch (ExchangeRefusalException e) {
                failed.add(id);
                if (complained.add(id)) {
                    LOG.atError().addKeyValue("instrument", id).addKeyValue("reason", e.getMessage())
                            .log("exchange does not trade an instrument, correct SYMBOLS");
                }
            } catch (ExchangeUnavailableException e) {
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                failed.add(id);
                failures++;
                if (complained.add(id)) {
                    LOG.atWarn().addKeyValue("instrument", id).addKeyValue("reason", e.getMessage())
                            .log("trading rules not fetched, will be tried again");
                }
            }
        }
        due.addAll(failed);
        if (!known.isEmpty()) {
            handOut.accept(new ArrayList<>(known.values()));
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
