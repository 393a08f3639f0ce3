package io.tradinghub.exchange.bybit.account;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import io.tradinghub.exchange.Protection;
import io.tradinghub.market.InstrumentId;

/// The positions as last told, and where their stops rest. Any thread may call.
final class Positions {
    // Guarded by this.
    private final Map<InstrumentId, PositionRow> told = new HashMap<>();

    /// Whether the row is not older than one told before.
    synchronized boolean hear(PositionRow row) {
        PositionRow before = told.get(row.instrument());
        if (before != null && before.sequence() > row.sequence()) {
            return false;
        }
        told.put(row.instrument(), row);
        return true;
    }

    /// These are all there are.
    synchronized void hearAll(List<PositionRow> rows) {
        Set<InstrumentId> open = rows.stream().map(PositionRow::instrument).collect(Collectors.toSet());
        told.replaceAll((instrument, row) -> open.contains(instrument) ? row : row.flat());
        rows.forEach(this::hear);
    }

    /// The stop of the position rests here now.
    synchronized void protect(InstrumentId instrument, Protection protection) {
        told.computeIfPresent(instrument, (_, row) -> row.with(protection));
    }

    synchronized BigDecimal quantity(InstrumentId instrument) {
        PositionRow row = told.get(instrument);
        return row == null ? BigDecimal.ZERO : row.quantity();
    }

    synchronized Protection protection(InstrumentId instrument) {
        PositionRow row = told.get(instrument);
        return row == null ? Protection.none() : row.protection();
    }
}
