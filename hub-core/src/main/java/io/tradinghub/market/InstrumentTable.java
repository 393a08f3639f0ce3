package io.tradinghub.market;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/// Something for each of a few instruments, looked up with every candle and quote. One thread.
///
/// Within a program an instrument is nearly always named by the same object; one that is equal but not the same is
/// found too, only slower.
public final class InstrumentTable<V> {
    private final List<Row<V>> rows = new ArrayList<>();
    private final Map<InstrumentId, V> byId = new HashMap<>();

    /// Adds the value of an instrument that is not in the table yet.
    public void add(InstrumentId instrument, V value) {
        if (byId.putIfAbsent(instrument, value) != null) {
            throw new IllegalArgumentException("%s is in the table already".formatted(instrument));
        }
        rows.add(new Row<>(instrument, value));
    }

    /// The value of an instrument, or null where there is none.
    @Nullable
    @SuppressWarnings("ReferenceEquality") // the fast way; equality decides below
    public V find(InstrumentId instrument) {
        for (int index = 0; index < rows.size(); index++) {
            Row<V> row = rows.get(index);
            if (row.instrument == instrument) {
                return row.value;
            }
        }
        return byId.get(instrument);
    }

    private record Row<V>(InstrumentId instrument, V value) {}
}
