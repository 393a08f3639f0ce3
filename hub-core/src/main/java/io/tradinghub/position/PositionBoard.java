package io.tradinghub.position;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.Map;

import io.tradinghub.market.InstrumentId;

/// Where everyone sees what a bot holds: a copy of the ledger, rebuilt from it whenever it is empty or wrong. Called by
/// one thread at a time.
///
/// Every method throws [io.tradinghub.market.StoreUnavailableException] when the live store does not answer in time.
public interface PositionBoard extends AutoCloseable {

    /// The signed quantities that are shown now of these instruments, flat ones included; what is not shown is left
    /// out.
    Map<InstrumentId, BigDecimal> read(Collection<InstrumentId> instruments);

    /// Shows this signed quantity.
    void show(InstrumentId instrument, BigDecimal quantity);

    @Override
    void close();
}
