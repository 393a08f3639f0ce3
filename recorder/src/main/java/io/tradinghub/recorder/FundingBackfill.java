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

/// Keeps the history of settled funding rates complete: asks the exchange when a settlement is due that is not stored
/// yet, and for all that a pause has left out. Of one thread.
final class FundingBackfill {
    private static final Logger LOG = LoggerFactory.getLogger(FundingBackfill.class);
    private final FundingStore store;
    private final PublicMarketData exchange;
    private final InstantSource marketClock;
    private final Duration depth;
    private final Map<InstrumentId, Instant> next = new HashMap<>();

    /// @param depth how far back the history of a perpetual begins that has none yet
    FundingBackfill(FundingStore store, PublicMarketData exchange, InstantSource marketClock, Duration depth) {
        this.store = store;
        this.exchange = exchange;
        this.marketClock = marketClock;
        this.depth = depth;
    }

    /// Stores what was settled since the last time. What fails is tried again at the next call.
    void update(Collection<Instrument> instruments) {
        for (Instrument instrument : instruments) {
            Optional<Duration> period = instrument.fundingPeriod();
            if (period.isPresent()) {
                try {
                    update(instrument, period.get());
                } catch (StoreUnavailableException | ExchangeUnavailableException | ExchangeRefusalException e) {
                    LOG.atWarn().addKeyValue("instrument", instrument.id()).addKeyValue("reason", e.getMessage())
                            .log("funding rates not stored, will be tried again");
                }
            }
        }
    }

    private void update(Instrument perpetual, Duration period) {
        Instant now = marketClock.instant();
        Instant from = next.computeIfAbsent(perpetual.id(),
                id -> store.newest(id).map(newest -> newest.plusMillis(1)).orElse(now.minus(depth)));
        boolean isBehind = from.plus(period).isBefore(now);
        while (isBehind) {
            List<FundingRate> settled = exchange.settledFunding(perpetual, from, now);
            if (settled.isEmpty()) {
                return;
            }
            store.save(settled);
            from = settled.getLast().settlesAt().plusMillis(1);
            next.put(perpetual.id(), from);
            isBehind = from.plus(period).isBefore(now);
        }
    }
}
