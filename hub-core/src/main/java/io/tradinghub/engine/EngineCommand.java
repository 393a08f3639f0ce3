package io.tradinghub.engine;

import java.time.Instant;
import java.util.List;

import io.tradinghub.exchange.Protection;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.order.ClientOrderId;
import io.tradinghub.order.LedgerEntry;
import io.tradinghub.order.OrderRequest;
import io.tradinghub.risk.RiskDecision;

/// Something the driver has to do, in the order given.
public sealed interface EngineCommand {

    /// Commit the intents, then send the orders. Entries leave together or not at all; an exit leaves with or without
    /// the ledger.
    record Place(List<OrderRequest> requests) implements EngineCommand {
        public Place {
            requests = List.copyOf(requests);
        }
    }

    record Cancel(InstrumentId instrument, ClientOrderId id) implements EngineCommand {}

    /// Ask the exchange what it knows of this order.
    record LookUp(InstrumentId instrument, ClientOrderId id, long attempt) implements EngineCommand {}

    /// Set, move or take away the stop at the exchange.
    record Protect(InstrumentId instrument, Protection protection) implements EngineCommand {}

    /// Ask the exchange for the account and for every execution since.
    record Resync(Instant since) implements EngineCommand {}

    /// Write down a fact that the engine found.
    record Remember(LedgerEntry entry) implements EngineCommand {}

    /// An entry was refused, told once until the reason changes.
    record Refuse(InstrumentId instrument, RiskDecision.Refused refusal) implements EngineCommand {}

    /// Tell people and the ledger, loudly.
    record Announce(LedgerEntry.RiskEvent event) implements EngineCommand {}
}
