package io.tradinghub.testing;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import io.tradinghub.ledger.LedgerSnapshot;
import io.tradinghub.ledger.LedgerSnapshot.OpenOrder;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.order.LedgerEntry.RiskEvent;
import io.tradinghub.order.OrderRequest;
import io.tradinghub.position.Position;

/// What a starting bot finds in its ledger: nothing but what a test puts into it.
public final class FoundLedger {
    private List<Position> positions = List.of();
    private List<OpenOrder> openOrders = List.of();
    private List<OrderRequest> concludedOrders = List.of();
    private List<Instant> entryTimes = List.of();
    private BigDecimal funding = BigDecimal.ZERO;
    private List<RiskEvent> trips = List.of();
    private Map<InstrumentId, BigDecimal> stops = Map.of();

    public FoundLedger positions(Position... found) {
        positions = List.of(found);
        return this;
    }

    public FoundLedger openOrders(List<OpenOrder> found) {
        openOrders = found;
        return this;
    }

    /// Orders that were concluded without a word from the exchange.
    public FoundLedger concluded(OrderRequest... found) {
        concludedOrders = List.of(found);
        return this;
    }

    /// Entries of the last minute.
    public FoundLedger entryTimes(List<Instant> found) {
        entryTimes = found;
        return this;
    }

    /// Funding received so far, in quote coin.
    public FoundLedger funding(String found) {
        funding = new BigDecimal(found);
        return this;
    }

    /// Equity limits that were hit.
    public FoundLedger trips(List<RiskEvent> found) {
        trips = found;
        return this;
    }

    /// Stops that rest at the exchange.
    public FoundLedger stops(Map<InstrumentId, BigDecimal> found) {
        stops = found;
        return this;
    }

    public LedgerSnapshot snapshot() {
        return new LedgerSnapshot(positions, openOrders, concludedOrders, entryTimes, List.of(), funding,
                Optional.empty(), Optional.empty(), trips, Optional.empty(), stops, Map.of(), List.of(), Set.of(),
                Optional.empty(),
                Optional.empty());
    }
}
