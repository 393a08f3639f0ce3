package io.tradinghub.risk;

import java.math.BigDecimal;

/// What the gate says to an entry.
public sealed interface RiskDecision {

    /// This much of it may be sent, in base coin; less than asked where a limit cuts it.
    record Allowed(BigDecimal quantity) implements RiskDecision {}

    /// None of it may be sent now.
    record Refused(RiskRule rule, String detail) implements RiskDecision {}
}
