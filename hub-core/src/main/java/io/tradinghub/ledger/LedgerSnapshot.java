package io.tradinghub.ledger;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import io.tradinghub.order.ExecutionId;
import io.tradinghub.order.LedgerEntry.RiskEvent;
import io.tradinghub.order.OrderRequest;
import io.tradinghub.order.OrderStatus;
import io.tradinghub.position.Position;

/// What the ledger knows of a bot when it starts: positions from the sum of fills, orders that may still be live, the
/// next order sequence, when orders were intended within the last minute, funding received so far, the first equity
/// snapshot of the current UTC day (the base of the daily loss), the most that was ever earned by a snapshot, and when
/// each equity limit was hit last.
///
/// @param recentOrderTimes of entries only
/// @param bookedExecutions what the exchange may tell once more: all executions of open orders and the last of the
///         others, oldest first
public record LedgerSnapshot(List<Position> positions, List<OpenOrder> openOrders, long nextOrderSequence,
        List<Instant> recentOrderTimes, List<ExecutionId> bookedExecutions, BigDecimal funding,
        Optional<EquityMark> dayOpen, Optional<EquityMark> peak, List<RiskEvent> trips) {

    public LedgerSnapshot {
        positions = List.copyOf(positions);
        openOrders = List.copyOf(openOrders);
        recentOrderTimes = List.copyOf(recentOrderTimes);
        bookedExecutions = List.copyOf(bookedExecutions);
        trips = List.copyOf(trips);
    }

    public static LedgerSnapshot empty() {
        return new LedgerSnapshot(List.of(), List.of(), 1, List.of(), List.of(), BigDecimal.ZERO, Optional.empty(),
                Optional.empty(), List.of());
    }

    /// An order that is not closed in the ledger, with the quantity of its booked fills.
    public record OpenOrder(OrderRequest request, OrderStatus status, BigDecimal filledQuantity) {}

    /// What had been earned at a moment, in quote coin: equity less the capital, which a person may change since.
    public record EquityMark(Instant at, BigDecimal earned) {}
}
