package io.tradinghub.order;

/// Why an execution happened. Only [#ORDER] is the bot's own doing.
public enum Origin {
    /// An order that the bot placed.
    ORDER,
    /// The stop that rests at the exchange.
    STOP,
    /// The exchange closed the position for want of margin.
    LIQUIDATION,
    /// The exchange reduced the position to balance somebody's liquidation (auto-deleveraging).
    ADL,
    /// A person traded by hand.
    MANUAL,
    /// A contract was delivered.
    SETTLEMENT,
    /// No execution: the difference by which a person said that the exchange is right and the ledger is not.
    ADOPTED;

    /// Whether something other than the bot's own order caused the execution.
    public boolean isForeign() {
        return this != ORDER;
    }

    /// Whether the exchange traded by itself, so that nobody looks after what that leaves behind.
    public boolean isOfExchange() {
        return switch (this) {
            case STOP, LIQUIDATION, ADL, SETTLEMENT -> true;
            case ORDER, MANUAL, ADOPTED -> false;
        };
    }
}
