package io.tradinghub.local.statement;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

import io.tradinghub.market.InstrumentId;

/// What one side says of an account: the exchange, or the ledger.
///
/// @param executions by their ids, in order of time
/// @param funding what was received, by execution id
/// @param positions without those that are 0
/// @param orders the bot's own, by its id of them
public record Statement(Map<String, Booking> executions, Map<String, BigDecimal> funding,
        Map<InstrumentId, BigDecimal> positions, Map<String, Order> orders) {

    /// One order of the bot.
    public record Order(State state, BigDecimal filled, long createdMillis) {}

    /// What can still become of an order.
    public enum State {
        /// The ledger does not know.
        UNDECIDED, OPEN, ENDED
    }

    /// Positions in a form that can be compared.
    public static Map<InstrumentId, BigDecimal> held(Map<InstrumentId, BigDecimal> quantities) {
        Map<InstrumentId, BigDecimal> held = new TreeMap<>();
        quantities.forEach((instrument, quantity) -> {
            if (quantity.signum() != 0) {
                held.put(instrument, quantity.stripTrailingZeros());
            }
        });
        return held;
    }

    /// What the ledger says otherwise than the exchange, whose statement this is; for people.
    public List<String> differencesTo(Statement ledger) {
        List<String> found = new ArrayList<>();
        compare("execution", executions, ledger.executions, found);
        compare("funding", funding, ledger.funding, found);
        compare("position in", positions, ledger.positions, found);
        compareOrders(orders, ledger.orders, found);
        return found;
    }

    private static <K> void compare(String what, Map<K, ?> said, Map<K, ?> booked, List<String> found) {
        for (K key : union(said, booked)) {
            if (!Objects.equals(said.get(key), booked.get(key))) {
                found.add("%s %s: the exchange has %s, the ledger %s".formatted(what, key, said.get(key),
                        booked.get(key)));
            }
        }
    }

    private static <K> List<K> union(Map<K, ?> one, Map<K, ?> other) {
        List<K> keys = new ArrayList<>(one.keySet());
        other.keySet().stream().filter(key -> !one.containsKey(key)).forEach(keys::add);
        return keys;
    }

    private static void compareOrders(Map<String, Order> said, Map<String, Order> booked, List<String> found) {
        said.forEach((id, order) -> {
            Order known = booked.get(id);
            if (known == null) {
                found.add("order %s is at the exchange, the ledger does not know it".formatted(id));
            } else if (known.state() != order.state() || known.filled().compareTo(order.filled()) != 0) {
                found.add("order %s: the exchange has %s, the ledger %s".formatted(id, order, known));
            }
        });
        booked.forEach((id, order) -> {
            if (!said.containsKey(id) && order.state() != State.ENDED) {
                found.add("order %s: the exchange never had it, the ledger says %s".formatted(id, order.state()));
            }
        });
    }
}
