package io.tradinghub.control;

import java.util.Optional;

/// The newest orders that one store knows; empty where nobody ever gave one.
public record HaltOrders(Optional<HaltOrder> toAll, Optional<HaltOrder> toThisBot) {
    public static final HaltOrders NONE = new HaltOrders(Optional.empty(), Optional.empty());

    /// Reads the orders from one store. Any thread.
    @FunctionalInterface
    public interface Source {
        /// Reads the newest orders.
        ///
        /// @throws io.tradinghub.market.StoreUnavailableException when the store does not answer
        HaltOrders read();
    }

    /// The newest order to the target.
    public Optional<HaltOrder> to(ControlRequest.Addressee target) {
        return switch (target) {
            case ALL -> toAll;
            case THIS_BOT -> toThisBot;
        };
    }
}
