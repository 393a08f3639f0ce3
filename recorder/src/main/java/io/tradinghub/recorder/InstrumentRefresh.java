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

/// Fetches the trading rules every hour, because the exchange changes them, and publishes the known ones every minute,
/// so that a Redis that lost its data gets them back. Retries a failed fetch after a minute. Runs on its own thread.
final class InstrumentRefresh implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(InstrumentRefresh.class);
    private static final Duration PUBLISH_INTERVAL = Duration.ofMinutes(1);
    private static final Duration FETCH_INTERVAL = Duration.ofHours(1);
    /// After this many instruments in a row without an answer, the fault is not the instruments'.
    private static final int MAX_FAILURES_IN_A_ROW = 3;
    private final List<InstrumentId> instruments;
    private final PublicMarketData rest;
    private final Consumer<List<Instrument>> publish;
    private final Map<InstrumentId, Instrument> known = new LinkedHashMap<>();
    /// Instruments to fetch; the ones that failed are last.
    private final List<InstrumentId> due = new ArrayList<>();
    /// Instruments whose failure was logged.
    private final Set<InstrumentId> failureLogged = new HashSet<>();
    private final Thread thread;

    private InstrumentRefresh(List<InstrumentId> instruments, PublicMarketData rest, Consumer<List<Instrument>> publish,
            ThreadSupervisor supervisor) {
        this.instruments = instruments;
        this.rest = rest;
        this.publish = publish;
        this.thread = Thread.ofVirtual().name("instruments").unstarted(supervisor.watched("instruments", this::run));
    }

    static InstrumentRefresh open(List<InstrumentId> instruments, PublicMarketData rest,
            Consumer<List<Instrument>> publish, ThreadSupervisor supervisor) {
        InstrumentRefresh refresh = new InstrumentRefresh(instruments, rest, publish, supervisor);
        refresh.thread.start();
        return refresh;
    }

    private void run() {
        long nextFetch = System.nanoTime();
        try {
            while (true) {
                if (System.nanoTime() - nextFetch >= 0) {
                    nextFetch = System.nanoTime() + FETCH_INTERVAL.toNanos();
                    instruments.stream().filter(id -> !due.contains(id)).forEach(due::add);
                }
                fetchAndPublish();
                Thread.sleep(PUBLISH_INTERVAL);
            }
        } catch (InterruptedException e) {
            LOG.atDebug().log("instrument refresh stopped");
        }
    }

    /// Fetches the due instruments until the exchange stops answering, and publishes the known ones.
    private void fetchAndPublish() throws InterruptedException {
        List<InstrumentId> failed = new ArrayList<>();
        int failures = 0;
        while (!due.isEmpty() && failures < MAX_FAILURES_IN_A_ROW) {
            InstrumentId id = due.removeFirst();
            try {
                known.put(id, rest.instrument(id));
                failureLogged.remove(id);
                failures = 0;
            } catch (ExchangeRefusalException e) {
                failed.add(id);
                if (failureLogged.add(id)) {
                    LOG.atError().addKeyValue("instrument", id).addKeyValue("reason", e.getMessage())
                            .log("exchange does not list an instrument, correct SYMBOLS");
                }
            } catch (ExchangeUnavailableException e) {
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                failed.add(id);
                failures++;
                if (failureLogged.add(id)) {
                    LOG.atWarn().addKeyValue("instrument", id).addKeyValue("reason", e.getMessage())
                            .log("trading rules not fetched, retrying");
                }
            }
        }
        due.addAll(failed);
        if (!known.isEmpty()) {
            publish.accept(new ArrayList<>(known.values()));
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
