package io.tradinghub.engine;

import java.util.LinkedHashSet;
import java.util.SequencedSet;

import io.tradinghub.order.ExecutionId;

/// The fills and funding payments booked lately, because an exchange tells of some twice. The ledger remembers all of
/// them; this is for the time it is away, also right after a start, and so begins with what the ledger knew then. Far
/// more than the exchange tells of between two resyncs.
final class RecentExecutions {
    private static final int REMEMBERED = 50_000;

    private final SequencedSet<ExecutionId> known = new LinkedHashSet<>();

    boolean contains(ExecutionId id) {
        return known.contains(id);
    }

    /// False when this execution was booked already.
    boolean add(ExecutionId id) {
        if (!known.add(id)) {
            return false;
        }
        if (known.size() > REMEMBERED) {
            known.removeFirst();
        }
        return true;
    }
}
