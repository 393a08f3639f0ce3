package io.tradinghub.order;

import java.math.BigDecimal;

/// What an execution cost: positive is paid, negative is a rebate. On spot a buy pays in the base coin it receives.
public record Fee(BigDecimal amount, String coin, Asset asset) {

    /// Which side of the pair the fee coin is.
    public enum Asset {
        BASE,
        QUOTE,
        /// A third coin; booked, but outside the pair's own profit and loss.
        OTHER
    }
}
