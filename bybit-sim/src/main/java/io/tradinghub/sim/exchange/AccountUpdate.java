package io.tradinghub.sim.exchange;

import java.util.List;
import java.util.Optional;

/// What one step of the matching engine changed in one account, for its private stream.
///
/// @param orders every state that an order went through, in order
/// @param sequence equal in the executions of this step
public record AccountUpdate(long uid, String symbol, long sequence, long millis, List<SimOrder> orders,
        List<Execution> executions, List<PositionState> positions, Optional<WalletState> wallet) {

    public AccountUpdate {
        orders = List.copyOf(orders);
        executions = List.copyOf(executions);
        positions = List.copyOf(positions);
    }
}
