package io.tradinghub.market;

import java.time.Instant;
import java.util.Collection;
import java.util.Optional;

/// Keeps the funding rates that were settled. Called by one thread at a time.
///
/// @implSpec throws [StoreUnavailableException] when the store does not answer
public interface FundingStore extends AutoCloseable {

    /// The latest settlement that is stored of this perpetual.
    Optional<Instant> newest(InstrumentId perpetual);

    /// Writes these settlements, all or none. Writing one twice is writing it once.
    void save(Collection<FundingRate> settled);

    @Override
    void close();
}
