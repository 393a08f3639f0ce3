package io.tradinghub.exchange.bybit;

import java.time.Instant;
import java.util.Optional;

/// Where the programs of a host tell each other that Bybit has banned their address. Called by one thread of each
/// program; calls may block for a short time.
///
/// Throws [io.tradinghub.market.StoreUnavailableException] when the board does not answer in time.
public interface BanBoard {
    /// Until when the ban lasts that was told last; empty when none was told or it cannot be understood. Anybody who
    /// may tell may tell anything, so the reader bounds it.
    Optional<Instant> read();

    /// Tells the others.
    void tell(Instant until);
}
