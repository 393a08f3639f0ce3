package io.tradinghub.engine;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;

import io.tradinghub.order.ExecutionId;

/// The executions booked lately, because an exchange tells of some twice. The ledger remembers all of them; this is for the time it is away.
final class RecentFills {
    private static final int REMEMBERED = 4_096;

    private final Set<ExecutionId> known = new HashSet<>();
    private final Deque<ExecutionId> inOrder = new ArrayDeque<>();

    /// False when this execution was booked already.
    boolean add(ExecutionId id) {
        if (!known.add(id)) {
            return false;
        }
        inOrder.addLast(id);
        if (inOrder.size() > REMEMBERED) {
            known.remove(inOrder.removeFirst());
        }
        return true;
    }
}
