package io.tradinghub.exchange;

import java.util.List;

import io.tradinghub.order.Fill;
import io.tradinghub.order.OrderReport;

/// What the exchange answers when asked for an order by our id.
public sealed interface OrderLookup {

    /// It exists; these are all its executions so far.
    record Found(OrderReport report, List<Fill> fills) implements OrderLookup {
        public Found {
            fills = List.copyOf(fills);
        }
    }

    /// The exchange says for certain that it has never had such an order.
    record Absent() implements OrderLookup {}

    /// No usable answer; ask again.
    record Unanswered(String reason) implements OrderLookup {}
}
