package io.tradinghub.ledger.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Set;

import io.tradinghub.bot.BotId;
import io.tradinghub.ledger.LeaseLostException;
import io.tradinghub.ledger.Ledger;
import io.tradinghub.ledger.LedgerSnapshot;
import io.tradinghub.ledger.LedgerUnavailableException;
import io.tradinghub.order.Fill;
import io.tradinghub.order.LedgerEntry;
import io.tradinghub.order.OrderReport;
import io.tradinghub.order.OrderRequest;
import io.tradinghub.settings.HubMode;
import io.tradinghub.settings.PostgresSettings;
import io.tradinghub.store.PostgresPool;
import io.tradinghub.store.SqlFault;
import io.tradinghub.store.StoreHealth;

/// The ledger of one bot in one mode, in PostgreSQL, written under a lease.
///
/// Every write costs one transaction and so one flush to disk, and checks in that transaction that the lease is still ours; all but fills are
/// one statement and so one round trip. Every write may be repeated, so one that fails because the connection died is tried once more on a fresh connection before it is reported.
public final class PostgresLedger implements Ledger {
    private final PostgresPool pool;
    private final PostgresLease lease;
    private final LedgerKey key;
    private final InstantSource clock;
    private final StoreHealth health;
    /// Entries whose commit was sent but not answered: found in the ledger later, they are ours and not repeats.
    private final Set<LedgerEntry> inDoubt = new HashSet<>();

    private PostgresLedger(PostgresPool pool, PostgresLease lease, LedgerKey key, InstantSource clock) {
        this.pool = pool;
        this.lease = lease;
        this.key = key;
        this.clock = clock;
        this.health = new StoreHealth(pool.store());
    }

    /// Waits for the database, then for the lease: while another process trades under this BOT_ID, this one stands by here, for as long as
    /// it takes. The caller closes the ledger, which gives the lease back.
    ///
    /// @throws io.tradinghub.market.StoreUnavailableException when the database is not there within the start deadline
    /// @throws InterruptedException when the thread is interrupted while it stands by
    public static Ledger open(PostgresSettings settings, BotId bot, HubMode mode, InstantSource clock)
            throws InterruptedException {
        PostgresPool pool = PostgresPool.open(settings, "ledger-" + bot, 1);
        try {
            PostgresLease lease = PostgresLease.acquire(settings, bot, clock);
            return new PostgresLedger(pool, lease, new LedgerKey(bot, mode, lease.epoch()), clock);
        } catch (InterruptedException | RuntimeException failed) {
            pool.close();
            throw failed;
        }
    }

    @Override
    public LedgerSnapshot load() {
        return guarded("load", connection -> inTransaction(connection, all -> new LedgerReader(all, key).read(clock.instant())),
                () -> {
                });
    }

    @Override
    public void commitIntent(OrderRequest request) {
        guarded("commit intent " + request.id(), connection -> new OrderRows(connection, key).insert(request), () -> {
        });
    }

    @Override
    public Recorded record(LedgerEntry entry) {
        try {
            Recorded recorded = guarded("record", connection -> write(connection, entry), () -> inDoubt.add(entry));
            boolean wasInDoubt = inDoubt.remove(entry);
            return wasInDoubt && recorded == Recorded.UNCHANGED ? Recorded.APPLIED : recorded;
        } catch (LedgerUnavailableException away) {
            inDoubt.add(entry);
            throw away;
        }
    }

    @Override
    public void close() {
        lease.close();
        pool.close();
    }

    private Recorded write(Connection connection, LedgerEntry entry) throws SQLException {
        return switch (entry) {
            case OrderReport report -> new OrderRows(connection, key).update(report);
            case Fill fill -> inTransaction(connection, both -> new FillRows(both, key).insert(fill));
            case LedgerEntry.FundingPayment payment -> new EventRows(connection, key).insert(payment);
            case LedgerEntry.EquitySnapshot snapshot -> new EventRows(connection, key).insert(snapshot);
            case LedgerEntry.RiskEvent event -> new EventRows(connection, key).insert(event);
        };
    }

    /// @param unanswered told when the first try got no answer, before the second
    private <T> T guarded(String operation, Work<T> work, Runnable unanswered) {
        if (lease.isLost()) {
            throw new LeaseLostException("%s refused: another process trades as %s now".formatted(operation, key.bot()));
        }
        try {
            T result = tryTwice(work, unanswered);
            health.answered();
            return result;
        } catch (SQLException failed) {
            if (SqlFault.of(failed) == SqlFault.DATA) {
                throw new IllegalStateException("ledger of %s cannot %s: %s".formatted(key.bot(), operation, failed.getMessage()),
                        failed);
            }
            health.failed(failed);
            throw new LedgerUnavailableException(
                    "%s: %s failed: %s".formatted(health.store(), operation, failed.getMessage()), failed);
        }
    }

    private <T> T tryTwice(Work<T> work, Runnable unanswered) throws SQLException {
        try {
            return once(work);
        } catch (SQLException stale) {
            if (SqlFault.of(stale) != SqlFault.CONNECTION) {
                throw stale;
            }
            unanswered.run();
            return once(work);
        }
    }

    private <T> T once(Work<T> work) throws SQLException {
        try (Connection connection = pool.borrow()) {
            return work.run(connection);
        }
    }

    /// For what takes more than one statement. The pool gives connections out, and takes them back, with every statement on its own.
    private static <T> T inTransaction(Connection connection, Work<T> work) throws SQLException {
        connection.setAutoCommit(false);
        try {
            T result = work.run(connection);
            connection.commit();
            return result;
        } catch (SQLException | RuntimeException failed) {
            rollback(connection, failed);
            throw failed;
        }
    }

    private static void rollback(Connection connection, Exception cause) {
        try {
            connection.rollback();
        } catch (SQLException alsoFailed) {
            cause.addSuppressed(alsoFailed);
        }
    }

    @FunctionalInterface
    private interface Work<T> {
        T run(Connection connection) throws SQLException;
    }
}
