package io.tradinghub.position;

import java.math.BigDecimal;
import java.util.Map;

import io.tradinghub.market.InstrumentId;

/// Where everyone sees what a bot holds: a copy of the ledger, rebuilt from it whenever it is empty or wrong. Called by
/// one thread at a time.
///
/// Every method throws [io.tradinghub.market.StoreUnavailableException] when the live store does not answer in time, or
/// refuses for a reason that may pass.
public interface PositionBoard extends AutoCloseable {

    /// The signed quantities that are shown now, flat ones included.
    Map<InstrumentId, BigDecimal> read();

    /// Shows these signed quantities and no others.
    void show(Map<InstrumentId, BigDecimal> quantities);

    @Override
    void close();
}
