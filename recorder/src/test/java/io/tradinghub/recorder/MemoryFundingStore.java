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

/// A funding store in memory that can be unavailable, or fail in an unexpected way.
final class MemoryFundingStore implements FundingStore {
    final List<FundingRate> rates = new CopyOnWriteArrayList<>();
    volatile boolean isUnavailable;
    volatile boolean isBroken;

    @Override
    public Optional<Instant> newest(InstrumentId perpetual) {
        failIfAsked();
        return rates.stream().filter(rate -> rate.instrument().equals(perpetual)).map(FundingRate::settlesAt)
                .max(Instant::compareTo);
    }

    @Override
    public void save(Collection<FundingRate> settled) {
        failIfAsked();
        rates.addAll(settled);
    }

    private void failIfAsked() {
        if (isBroken) {
            throw new IllegalStateException("unexpected failure");
        }
        if (isUnavailable) {
            throw new StoreUnavailableException("unavailable", new IOException("requested by the test"));
        }
    }

    @Override
    public void close() {
        // in memory
    }
}
