package io.tradinghub.exchange.bybit.account;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Collectors;

import io.tradinghub.exchange.Protection;
import io.tradinghub.market.Category;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.order.ClientOrderId;
import io.tradinghub.order.ExecutionId;
import io.tradinghub.order.Fill;
import io.tradinghub.order.OrderRequest;

/// The positions as last told, and where their stops rest. Executions come in frames of their own, before the position
/// or after it, so what was traded after a row counts with it. Any thread may call.
final class Positions {
    private static final int REMEMBERED = 1_000;
    // Guarded by this.
    private final Map<InstrumentId, PositionRow> told = new HashMap<>();
    private final SequencedMap<ExecutionId, Fill> traded = new LinkedHashMap<>();
    private final SequencedMap<ClientOrderId, OrderRequest> withoutStop = new LinkedHashMap<>();

    /// Whether the row is not older than one told before.
    synchronized boolean hear(PositionRow row) {
        PositionRow before = told.get(row.instrument());
        if (before != null && before.sequence() > row.sequence()) {
            return false;
        }
        told.put(row.instrument(), row);
        traded.values().removeIf(fill -> isIn(fill, row));
        return true;
    }

    private static boolean isIn(Fill fill, PositionRow row) {
        return fill.instrument().equals(row.instrument()) && fill.sequence() <= row.sequence();
    }

    /// The rows told so far, to be kept with a question for [#hearAll].
    synchronized Map<InstrumentId, PositionRow> told() {
        return Map.copyOf(told);
    }

    /// These were all there were. What is not among them is flat, unless it was told while they were on their way.
    ///
    /// @param before what [#told] was when they were asked for
    /// @param asOf when it was so
    synchronized void hearAll(Collection<PositionRow> rows, Map<InstrumentId, PositionRow> before, Instant asOf) {
        Set<InstrumentId> open = rows.stream().map(PositionRow::instrument).collect(Collectors.toSet());
        told.replaceAll((instrument, row) -> {
            PositionRow known = before.get(instrument);
            boolean isNews = known == null || known.sequence() != row.sequence();
            return open.contains(instrument) || isNews ? row : row.flat();
        });
        traded.values().removeIf(
                fill -> !open.contains(fill.instrument()) && !fill.executedAt().isAfter(asOf));
        rows.forEach(this::hear);
    }

    /// Takes an execution, whoever caused it.
    ///
    /// @return the stop to be set now, of an entry that left without its own and has opened a position
    synchronized Optional<Protection> trade(Fill fill) {
        PositionRow row = told.get(fill.instrument());
        if (fill.instrument().category() == Category.LINEAR && (row == null || !isIn(fill, row))) {
            remember(traded, fill.executionId(), fill);
        }
        return fill.orderId()
                .filter(id -> withoutStop.containsKey(id)
                        && quantity(fill.instrument()).signum() == withoutStop.get(id).side().sign())
                .map(withoutStop::remove).map(entry -> new Protection(entry.stopPrice()));
    }

    /// Whether the entry opens or enlarges. One that meets a position of the other side makes that smaller first, and
    /// its stop would be that one's: it leaves without, and its executions tell when to set it.
    synchronized boolean opens(OrderRequest entry) {
        boolean opens = quantity(entry.instrument()).signum() != -entry.side().sign();
        if (!opens && entry.stopPrice().isPresent()) {
            remember(withoutStop, entry.id(), entry);
        }
        return opens;
    }

    private static <K, V> void remember(SequencedMap<K, V> map, K key, V value) {
        map.put(key, value);
        if (map.size() > REMEMBERED) {
            map.pollFirstEntry();
        }
    }

    /// The stop of the position rests here now.
    synchronized void protect(InstrumentId instrument, Protection protection) {
        told.computeIfPresent(instrument, (_, row) -> row.with(protection));
    }

    private BigDecimal quantity(InstrumentId instrument) {
        PositionRow row = told.get(instrument);
        return traded.values().stream().filter(fill -> fill.instrument().equals(instrument)).map(Fill::positionChange)
                .reduce(row == null ? BigDecimal.ZERO : row.quantity(), BigDecimal::add);
    }

    synchronized Protection protection(InstrumentId instrument) {
        PositionRow row = told.get(instrument);
        return row == null ? Protection.none() : row.protection();
    }
}
