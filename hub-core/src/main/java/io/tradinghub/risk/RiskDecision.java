package io.tradinghub.risk;

import java.math.BigDecimal;

/// What the gate says to an entry.
public sealed interface RiskDecision {

    /// This much of it may be sent, in base coin; less than asked where a limit cuts it.
    record Allowed(BigDecimal quantity) implements RiskDecision {}

    /// None of it may be sent now.
    record Refused(Rule rule, String detail) implements RiskDecision {}

    /// The rules of the gate; the names are what the ledger and the alerts show.
    enum Rule {
        HALTED,
        HALT_SWITCH_UNREADABLE,
        DAILY_LOSS,
        DRAWDOWN,
        STALE_DATA,
        POSITION_LIMIT,
        ORDER_RATE,
        /// What is allowed or wanted is smaller than the exchange takes.
        BELOW_MINIMUM,
        /// A spot position cannot be short.
        SPOT_SHORT,
        /// The two legs of a hedge are not equal and opposite.
        UNEQUAL_HEDGE
    }
}
