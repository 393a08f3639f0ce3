package io.tradinghub.ledger;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import io.tradinghub.market.InstrumentId;
import io.tradinghub.order.ExecutionId;
import io.tradinghub.order.LedgerEntry.RiskEvent;
import io.tradinghub.order.OrderRequest;
import io.tradinghub.order.OrderStatus;
import io.tradinghub.order.Origin;
import io.tradinghub.order.StartMark;
import io.tradinghub.position.Position;

/// What the ledger knows of a bot when it starts.
///
/// @param positions from the sum of fills
/// @param openOrders that may still be live, or whose executions are not all booked
/// @param concludedOrders that the engine concluded within the last day without a word from the exchange
/// @param recentOrderTimes of entries within the last minute
/// @param bookedExecutions what the exchange may tell once more: all executions of open orders, all since [#toldSince]
///         and the last of the others, oldest first
/// @param funding received so far, in quote coin
/// @param dayOpen the last equity snapshot before the current UTC day, or the first of it: the base of the daily loss
/// @param peak the most that was ever earned by a snapshot
/// @param trips when each equity limit was hit last
/// @param executionsUntil up to when the exchange has told of every execution
/// @param stops the stops that rest at the exchange, as last heard
/// @param foreign the last execution per instrument that was not the bot's own and that no person has settled since
/// @param adopted the differences that a person had booked, oldest first
/// @param passedOver ids of rows of the account that a person told the bot to pass over
/// @param lastSeen when the bot last wrote what it is worth
/// @param newestStart the newest start among its orders, closed ones included
public record LedgerSnapshot(List<Position> positions, List<OpenOrder> openOrders, List<OrderRequest> concludedOrders,
        List<Instant> recentOrderTimes, List<ExecutionId> bookedExecutions, BigDecimal funding,
        Optional<EquityMark> dayOpen, Optional<EquityMark> peak, List<RiskEvent> trips,
        Optional<Instant> executionsUntil, Map<InstrumentId, BigDecimal> stops,
        Map<InstrumentId, ForeignExecution> foreign, List<Adopted> adopted, Set<String> passedOver,
        Optional<Instant> lastSeen,
        Optional<StartMark> newestStart) {

    public LedgerSnapshot {
        positions = List.copyOf(positions);
        openOrders = List.copyOf(openOrders);
        concludedOrders = List.copyOf(concludedOrders);
        recentOrderTimes = List.copyOf(recentOrderTimes);
        bookedExecutions = List.copyOf(bookedExecutions);
        trips = List.copyOf(trips);
        stops = Map.copyOf(stops);
        foreign = Map.copyOf(foreign);
        adopted = List.copyOf(adopted);
        passedOver = Set.copyOf(passedOver);
    }

    public static LedgerSnapshot empty() {
        return new LedgerSnapshot(List.of(), List.of(), List.of(), List.of(), List.of(), BigDecimal.ZERO,
                Optional.empty(), Optional.empty(), List.of(), Optional.empty(), Map.of(), Map.of(), List.of(),
                Set.of(), Optional.empty(), Optional.empty());
    }

    /// From when on a bot asks the exchange for executions after a start: shortly before what it was last told of, or
    /// as far back as Bybit tells at once.
    public static Instant toldSince(Optional<Instant> executionsUntil, Instant now) {
        return executionsUntil.map(until -> until.minus(Duration.ofMinutes(2)))
                .orElse(now.minus(Duration.ofDays(8)));
    }

    /// An order that is not closed in the ledger, with the quantity of its booked fills.
    public record OpenOrder(OrderRequest request, OrderStatus status, BigDecimal filledQuantity) {}

    /// What had been earned at a moment, in quote coin: equity less the capital, which a person may change since.
    public record EquityMark(Instant at, BigDecimal earned) {}

    /// A difference between account and ledger that a person had booked.
    ///
    /// @param until the account was seen then, so what was executed before this moment is in the difference
    /// @param price it was booked at
    public record Adopted(InstrumentId instrument, Instant until, BigDecimal price) {}

    /// An execution that was not the bot's own.
    public record ForeignExecution(Origin origin, Instant at) {}
}
