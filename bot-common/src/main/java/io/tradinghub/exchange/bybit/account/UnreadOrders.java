package io.tradinghub.exchange.bybit.account;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

import io.tradinghub.exchange.UnreadRow;
import io.tradinghub.order.ClientOrderId;

/// Orders of the bot's that were looked for, are there, and cannot be read. Any thread may call.
final class UnreadOrders {
    private static final int REMEMBERED = 100;
    // Guarded by this.
    private final SequencedMap<String, UnreadRow> rows = new LinkedHashMap<>();

    synchronized void found(UnreadRow row) {
        rows.put(row.id(), row);
        if (rows.size() > REMEMBERED) {
            rows.pollFirstEntry();
        }
    }

    /// The order can be read, or is not there any more.
    synchronized void forget(ClientOrderId id) {
        rows.remove(UnreadRow.idOf(id));
    }

    synchronized List<UnreadRow> all() {
        return List.copyOf(rows.values());
    }
}
