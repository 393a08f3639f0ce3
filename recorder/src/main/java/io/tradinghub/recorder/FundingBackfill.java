package io.tradinghub.recorder;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.tradinghub.exchange.ExchangeRefusalException;
import io.tradinghub.exchange.ExchangeUnavailableException;
import io.tradinghub.exchange.PublicMarketData;
import io.tradinghub.market.FundingRate;
import io.tradinghub.market.FundingStore;
import io.tradinghub.market.Instrument;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.StoreUnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps the stored history of settled funding rates complete: requests a settlement from REST when it is due, and
/// every settlement missed during a pause. Used by one thread.
final class FundingBackfill {
    private static final Logger LOG = LoggerFactory.getLogger(FundingBackfill.class);
    private final FundingStore store;
    private final PublicMarketData rest;
    private final InstantSource marketClock;
    private final Duration maxAge;
    private final Map<InstrumentId, Instant> nextSettlement = new HashMap<>();

    /// @param maxAge how far back to fetch the history of a perpetual that has none stored
    FundingBackfill(FundingStore store, PublicMarketData rest, InstantSource marketClock, Duration maxAge) {
        this.store = store;
        this.rest = rest;
        this.marketClock = marketClock;
        this.maxAge = maxAge;
    }

    /// Stores the settlements since the last call. The next call retries what fails.
    void update(Collection<Instrument> instruments) {
        for (Instrument instrument : instruments) {
            Optional<Duration> period = instrument.fundingPeriod();
            if (period.isPresent()) {
                try {
                    update(instrument, period.get());
                } catch (StoreUnavailableException | ExchangeUnavailableException | ExchangeRefusalException e) {
                    LOG.atWarn().addKeyValue("instrument", instrument.id()).addKeyValue("reason", e.getMessage())
                            .log("funding rates not stored, retrying");
                }
            }
        }
    }

    private void update(Instrument perpetual, Duration period) {
        Instant now = marketClock.instant();
        Instant from = nextSettlement.computeIfAbsent(perpetual.id(),
                id -> store.newest(id).map(newest -> newest.plusMillis(1)).orElse(now.minus(maxAge)));
        boolean isBehind = from.plus(period).isBefore(now);
        while (isBehind) {
            List<FundingRate> settled = rest.settledFunding(perpetual, from, now);
            if (settled.isEmpty()) {
                return;
            }
            store.save(settled);
            from = settled.getLast().settlesAt().plusMillis(1);
            nextSettlement.put(perpetual.id(), from);
            isBehind = from.plus(period).isBefore(now);
        }
    }
}
