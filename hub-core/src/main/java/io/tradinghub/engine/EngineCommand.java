package io.tradinghub.engine;

import io.tradinghub.market.InstrumentId;
import io.tradinghub.order.ClientOrderId;
import io.tradinghub.order.LedgerEntry;
import io.tradinghub.order.OrderReport;
import io.tradinghub.order.OrderRequest;
import io.tradinghub.risk.RiskDecision;

/// Something the runner has to do, in the order given.
public sealed interface EngineCommand {

    /// Commit the intent, then send it.
    record Place(OrderRequest request) implements EngineCommand {}

    record Cancel(InstrumentId instrument, ClientOrderId id) implements EngineCommand {}

    /// Ask the exchange what it knows of this order.
    record LookUp(InstrumentId instrument, ClientOrderId id) implements EngineCommand {}

    /// Record what the engine concluded about an order that the exchange does not have.
    record Conclude(OrderReport report) implements EngineCommand {}

    /// An entry was refused, told once until the reason changes.
    record Refuse(InstrumentId instrument, RiskDecision.Refused refusal) implements EngineCommand {}

    /// Tell people and the ledger, loudly.
    record Announce(LedgerEntry.RiskEvent event) implements EngineCommand {}

    /// Record what the bot is worth.
    record Snapshot(LedgerEntry.EquitySnapshot snapshot) implements EngineCommand {}
}
