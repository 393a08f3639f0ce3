package io.tradinghub.engine;

import java.time.Instant;
import java.util.Optional;

import io.tradinghub.ledger.LedgerSnapshot;
import io.tradinghub.order.LedgerEntry.RiskEvent;
import io.tradinghub.order.OrderStatus;
import io.tradinghub.risk.EquityGuard;
import io.tradinghub.risk.RiskGate;

/// What the ledger knows from before, given to the parts of an engine that need the time for it.
///
/// @param account whose instruments get the orders that were open
record Resumption(LedgerSnapshot snapshot, EngineSettings settings, RiskGate gate, Account account,
        Concluded concluded, OrderSender sender, EngineTime time) {

    /// Goes on where the start before ended, now that the time is known.
    void run() {
        long nowMillis = time.wallMillis();
        snapshot.dayOpen().ifPresent(mark -> gate.equity().resumeDay(nowMillis,
                settings.capital().add(mark.earned()).doubleValue()));
        for (RiskEvent trip : snapshot.trips()) {
            Optional<EquityGuard.Limit> limit = EquityGuard.Limit.of(trip.rule());
            if (limit.isPresent() && trip.value().isPresent()) {
                gate.equity().resumeTrip(limit.get(), trip.at().toEpochMilli(), trip.value().get().doubleValue());
            }
        }
        for (Instant entry : snapshot.recentOrderTimes()) {
            gate.sent(time.steadyMillis() - Math.max(0, nowMillis - entry.toEpochMilli()));
        }
        snapshot.concludedOrders().forEach(request -> concluded.add(request, time.steadyMillis()));
        long lastArrival = time.steadyMillis() + settings.timing().arrivalBound().toMillis();
        for (LedgerSnapshot.OpenOrder open : snapshot.openOrders()) {
            InstrumentState state = account.find(open.request().instrument());
            if (state != null) {
                WorkingOrder.Open found = WorkingOrder.Open.found(open.request(), open.filledQuantity(),
                        stage(open.status()), time.steadyMillis(), lastArrival);
                state.orders().add(found);
                if (found.request().rests()) {
                    sender.cancel(state, found);
                }
                state.orders().lookUpAt(Long.MIN_VALUE);
            }
        }
    }

    private static WorkingOrder.Stage stage(OrderStatus status) {
        return switch (status) {
            case PENDING, UNKNOWN, REJECTED -> WorkingOrder.Stage.UNKNOWN;
            case ACCEPTED, PARTIALLY_FILLED, FILLED, CANCELLED -> WorkingOrder.Stage.ACKNOWLEDGED;
        };
    }
}
