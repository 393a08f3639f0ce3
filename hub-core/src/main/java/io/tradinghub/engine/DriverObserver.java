package io.tradinghub.engine;

import java.util.Optional;

import io.tradinghub.order.OrderRequest;

/// Sees what a driver does, for logs, measurements and tests. Called on the driver's thread; changes nothing.
public interface DriverObserver {
    /// Nobody looks.
    DriverObserver NONE = new DriverObserver() {};

    /// The engine is about to hear of this.
    default void tells(EngineEvent event) {}

    /// The engine wants this done.
    default void performs(EngineCommand command) {}

    /// The order leaves now.
    default void sends(OrderRequest request) {}

    /// The entry's intent was not committed in time: it never leaves.
    default void givesUp(OrderRequest request) {}

    /// The ledger stopped answering for this reason, or answers again.
    default void ledgerChanged(Optional<String> awayReason) {}
}
