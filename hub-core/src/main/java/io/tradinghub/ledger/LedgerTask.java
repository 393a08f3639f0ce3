package io.tradinghub.ledger;

import io.tradinghub.order.LedgerEntry;
import io.tradinghub.order.OrderRequest;

/// One piece of work for the ledger.
public sealed interface LedgerTask {

    /// Commit an order's intent.
    record Commit(OrderRequest request) implements LedgerTask {}

    /// Record a fact.
    record Write(LedgerEntry entry) implements LedgerTask {}

    /// Read everything a restarted bot needs.
    record Load() implements LedgerTask {}
}
