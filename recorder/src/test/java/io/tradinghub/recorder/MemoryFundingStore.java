package io.tradinghub.recorder;

import java.io.IOException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

import io.tradinghub.market.FundingRate;
import io.tradinghub.market.FundingStore;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.StoreUnavailableException;

/// A store of funding rates in memory, which can be away, or broken in a way that no store should be.
final class MemoryFundingStore implements FundingStore {
    final List<FundingRate> rates = new CopyOnWriteArrayList<>();
    volatile boolean isAway;
    volatile boolean isBroken;

    @Override
    public Optional<Instant> newest(InstrumentId perpetual) {
        answer();
        return rates.stream().filter(rate -> rate.instrument().equals(perpetual)).map(FundingRate::settlesAt)
                .max(Instant::compareTo);
    }

    @Override
    public void save(Collection<FundingRate> settled) {
        answer();
        rates.addAll(settled);
    }

    private void answer() {
        if (isBroken) {
            throw new IllegalStateException("no store throws this");
        }
        if (isAway) {
            throw new StoreUnavailableException("away", new IOException("as the test wants it"));
        }
    }

    @Override
    public void close() {
        // in memory
    }
}
