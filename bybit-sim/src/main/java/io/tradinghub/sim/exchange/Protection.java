package io.tradinghub.sim.exchange;

import java.math.BigDecimal;
import java.util.Optional;

/// Take profit and stop loss as a request names them. An absent part stays as it is; a price of 0 removes it.
///
/// @param isPartial applies to `quantity` only, beside other stops, instead of to the whole position
/// @param trailingDistance distance of the trailing stop from the best price since it was set
/// @param trailingFrom the price from which on the trailing stop is active; at once if absent
public record Protection(Optional<Stop> takeProfit, Optional<Stop> stopLoss, Optional<BigDecimal> trailingDistance,
        Optional<BigDecimal> trailingFrom, boolean isPartial) {

    /// Nothing is asked for.
    public static final Protection NONE = new Protection(Optional.empty(), Optional.empty(), Optional.empty(),
            Optional.empty(), false);

    /// One stop.
    ///
    /// @param limit the price of the order that is sent when the stop fires; a market order if absent
    /// @param quantity the part of the position that a partial stop closes; all of it if absent
    public record Stop(BigDecimal price, Trigger.By by, Optional<BigDecimal> limit, Optional<BigDecimal> quantity) {
        boolean removes() {
            return price.signum() == 0;
        }
    }

    public boolean isEmpty() {
        return takeProfit.isEmpty() && stopLoss.isEmpty() && trailingDistance.isEmpty();
    }

    /// The same, with the parts that `later` names in place of these.
    Protection changedBy(Protection later) {
        return new Protection(later.takeProfit.or(() -> takeProfit), later.stopLoss.or(() -> stopLoss),
                later.trailingDistance.or(() -> trailingDistance), later.trailingFrom.or(() -> trailingFrom),
                later.isPartial || isPartial);
    }
}
