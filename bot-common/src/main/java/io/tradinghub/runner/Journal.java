package io.tradinghub.runner;

import java.util.ArrayDeque;
import java.util.Deque;

import io.tradinghub.ledger.Ledger;
import io.tradinghub.ledger.Ledger.Recorded;
import io.tradinghub.ledger.LedgerUnavailableException;
import io.tradinghub.order.LedgerEntry;
import io.tradinghub.order.OrderRequest;

/// Writes to the ledger in order, and keeps what could not be written until the ledger is back. One thread.
///
/// The backlog is bounded by nature: without the ledger no order leaves, so only what open orders still bring can pile up; equity
/// snapshots are left out while it is away.
final class Journal {
    private final Ledger ledger;
    private final Deque<LedgerEntry> backlog = new ArrayDeque<>();
    private boolean away;

    Journal(Ledger ledger) {
        this.ledger = ledger;
    }

    boolean isAway() {
        return away;
    }

    /// Commits the intent; false when it could not be committed, and then the order must not leave.
    boolean commit(OrderRequest request) {
        if (away) {
            return false;
        }
        try {
            ledger.commitIntent(request);
            return true;
        } catch (LedgerUnavailableException _) {
            away = true;
            return false;
        }
    }

    /// Records the entry now or, while the ledger is away, later; what is put off counts as applied.
    Recorded record(LedgerEntry entry) {
        if (!away) {
            try {
                return ledger.record(entry);
            } catch (LedgerUnavailableException _) {
                away = true;
            }
        }
        if (!(entry instanceof LedgerEntry.EquitySnapshot)) {
            backlog.addLast(entry);
        }
        return Recorded.APPLIED;
    }

    /// Tries to write what was put off. Does nothing while the ledger is there.
    void catchUp() {
        if (!away) {
            return;
        }
        try {
            if (backlog.isEmpty()) {
                ledger.load();
            }
            while (!backlog.isEmpty()) {
                ledger.record(backlog.getFirst());
                backlog.removeFirst();
            }
            away = false;
        } catch (LedgerUnavailableException _) {
            away = true;
        }
    }
}
