package io.tradinghub.runner;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

import io.tradinghub.ledger.Ledger;
import io.tradinghub.ledger.Ledger.Recorded;
import io.tradinghub.ledger.LedgerSnapshot;
import io.tradinghub.ledger.LedgerUnavailableException;
import io.tradinghub.order.LedgerEntry;
import io.tradinghub.order.OrderRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes to the ledger in order, and keeps what could not be written until the ledger is back. One thread.
///
/// The backlog is bounded by nature: without the ledger no order leaves, so only what open orders still bring can pile
/// up; equity snapshots are left out while it is away.
final class LedgerWriter {
    private static final Logger LOG = LoggerFactory.getLogger(LedgerWriter.class);

    private final Ledger ledger;
    private final Deque<LedgerEntry> backlog = new ArrayDeque<>();
    private boolean away;

    LedgerWriter(Ledger ledger) {
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

    /// Records the entry now or, while the ledger is away, later; what is put off counts as applied, and [#catchUp]
    /// shows whether it was.
    Recorded record(LedgerEntry entry) {
        if (!away) {
            try {
                return write(entry);
            } catch (LedgerUnavailableException _) {
                away = true;
            }
        }
        if (!(entry instanceof LedgerEntry.EquitySnapshot)) {
            backlog.addLast(entry);
        }
        return Recorded.APPLIED;
    }

    /// Tries to write what was put off; answers what the ledger knows when all of it is written, and nothing while it
    /// is away.
    Optional<LedgerSnapshot> catchUp() {
        try {
            while (!backlog.isEmpty()) {
                write(backlog.getFirst());
                backlog.removeFirst();
            }
            LedgerSnapshot known = ledger.load();
            away = false;
            return Optional.of(known);
        } catch (LedgerUnavailableException _) {
            away = true;
            return Optional.empty();
        }
    }

    /// Tries once more to write what was put off, and says what is lost when that fails: the end of the process takes
    /// it along.
    void end() {
        if (backlog.isEmpty() || catchUp().isPresent()) {
            return;
        }
        Map<String, Long> kinds = backlog.stream()
                .collect(Collectors.groupingBy(entry -> entry.getClass().getSimpleName(), TreeMap::new,
                        Collectors.counting()));
        LOG.atError().addKeyValue("lost", kinds).log("the ledger is away at the end: what is not written is lost");
    }

    private Recorded write(LedgerEntry entry) {
        Recorded recorded = ledger.record(entry);
        if (recorded == Recorded.UNKNOWN_ORDER) {
            LOG.atWarn().addKeyValue("entry", entry).log("exchange told of an order this bot never sent");
        }
        return recorded;
    }
}
