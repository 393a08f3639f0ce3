package io.tradinghub.local.kill;

import java.math.BigDecimal;
import java.util.Map;
import java.util.TreeMap;

import io.tradinghub.market.InstrumentId;

/// What one side says of an account: the exchange, or the ledger.
///
/// @param executions by their ids, in order of time
/// @param funding what was received, by execution id
/// @param positions without those that are 0
/// @param orders the bot's own, by its id of them
record Statement(Map<String, Booking> executions, Map<String, BigDecimal> funding,
        Map<InstrumentId, BigDecimal> positions, Map<String, Order> orders) {

    /// One order of the bot.
    record Order(State state, BigDecimal filled, long createdMillis) {}

    /// What can still become of an order.
    enum State {
        /// The ledger does not know.
        UNDECIDED, OPEN, ENDED
    }

    /// Positions in a form that can be compared.
    static Map<InstrumentId, BigDecimal> held(Map<InstrumentId, BigDecimal> quantities) {
        Map<InstrumentId, BigDecimal> held = new TreeMap<>();
        quantities.forEach((instrument, quantity) -> {
            if (quantity.signum() != 0) {
                held.put(instrument, quantity.stripTrailingZeros());
            }
        });
        return held;
    }
}
