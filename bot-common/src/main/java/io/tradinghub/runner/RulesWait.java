package io.tradinghub.runner;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.tradinghub.market.Instrument;
import io.tradinghub.market.InstrumentCatalog;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.MarketEvent.RulesPublished;
import io.tradinghub.market.StoreUnavailableException;
import io.tradinghub.operations.Heartbeat;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Waits until the recorder has published the trading rules of every instrument: without them nothing can be traded.
final class RulesWait {
    private static final Logger LOG = LoggerFactory.getLogger(RulesWait.class);
    private static final Duration PAUSE = Duration.ofMillis(200);

    private final InstrumentCatalog catalog;
    private final Heartbeat heartbeat;

    RulesWait(InstrumentCatalog catalog, Heartbeat heartbeat) {
        this.catalog = catalog;
        this.heartbeat = heartbeat;
    }

    List<RulesPublished> await(List<InstrumentId> instruments) throws InterruptedException {
        List<RulesPublished> rules = new ArrayList<>();
        for (InstrumentId instrument : instruments) {
            Optional<Instrument> found = find(instrument);
            if (found.isEmpty()) {
                LOG.atInfo().addKeyValue("instrument", instrument)
                        .log("waiting for the recorder to publish the trading rules");
            }
            while (found.isEmpty()) {
                Thread.sleep(PAUSE);
                found = find(instrument);
            }
            rules.add(new RulesPublished(found.get()));
        }
        return rules;
    }

    private Optional<Instrument> find(InstrumentId instrument) {
        try {
            Optional<Instrument> found = catalog.find(instrument);
            heartbeat.beat();
            return found;
        } catch (StoreUnavailableException _) {
            return Optional.empty();
        }
    }
}
