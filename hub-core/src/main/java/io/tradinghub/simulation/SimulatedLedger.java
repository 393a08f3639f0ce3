package io.tradinghub.simulation;

import java.io.IOException;

import io.tradinghub.ledger.InMemoryLedger;
import io.tradinghub.ledger.LeaseLostException;
import io.tradinghub.ledger.Ledger;
import io.tradinghub.ledger.LedgerSnapshot;
import io.tradinghub.ledger.LedgerUnavailableException;
import io.tradinghub.order.LedgerEntry;
import io.tradinghub.order.OrderRequest;
import org.jspecify.annotations.Nullable;

/// The database of a simulation: its books, who holds the lease, and whether it can be reached. Each process has a view
/// of it.
final class SimulatedLedger {
    private InMemoryLedger books;
    private @Nullable View holder;
    private boolean away;

    SimulatedLedger(InMemoryLedger books) {
        this.books = books;
    }

    InMemoryLedger books() {
        return books;
    }

    /// Nobody reaches it until [#comeBack].
    void goAway() {
        away = true;
    }

    void comeBack() {
        away = false;
    }

    boolean isAway() {
        return away;
    }

    InMemoryLedger backup() {
        return books.copy();
    }

    /// Puts an earlier backup in the place of the books. Whoever held the lease holds it no longer: its token is not in
    /// there.
    void restore(InMemoryLedger backup) {
        books = backup;
        holder = null;
    }

    /// Takes the lease.
    View take() {
        View view = new View();
        holder = view;
        return view;
    }

    /// The ledger as one process sees it.
    final class View implements Ledger {
        private boolean cut;

        /// This process alone cannot reach the database.
        void cut(boolean isCut) {
            cut = isCut;
        }

        boolean isReachable() {
            return !cut && !away;
        }

        private InMemoryLedger reach() {
            if (!isReachable()) {
                throw new LedgerUnavailableException("told to be away", new IOException("away"));
            }
            if (holder != this) {
                throw new LeaseLostException("another process holds the lease");
            }
            return books;
        }

        @Override
        public LedgerSnapshot load() {
            return reach().load();
        }

        @Override
        public void commitIntent(OrderRequest request) {
            reach().commitIntent(request);
        }

        @Override
        public Recorded record(LedgerEntry entry) {
            return reach().record(entry);
        }

        @Override
        public void close() {}
    }
}
