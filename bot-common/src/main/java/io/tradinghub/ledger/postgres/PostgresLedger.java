package io.tradinghub.ledger.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Set;

import io.tradinghub.bot.BotId;
import io.tradinghub.ledger.LeaseLostException;
import io.tradinghub.ledger.Ledger;
import io.tradinghub.ledger.LedgerRefusedException;
import io.tradinghub.ledger.LedgerSnapshot;
import io.tradinghub.ledger.LedgerUnavailableException;
import io.tradinghub.order.ExecutionId;
import io.tradinghub.order.Fill;
import io.tradinghub.order.LedgerEntry;
import io.tradinghub.order.OrderReport;
import io.tradinghub.order.OrderRequest;
import io.tradinghub.settings.HubMode;
import io.tradinghub.settings.PostgresSettings;
import io.tradinghub.status.Health;
import io.tradinghub.store.PostgresPool;
import io.tradinghub.store.PostgresSession;
import io.tradinghub.store.SqlFault;
import io.tradinghub.store.StoreHealth;

/// The ledger of one bot in one mode, in PostgreSQL, written under a lease and in the session that holds it.
///
/// Every write costs one transaction and so one flush to disk, and checks in that transaction that the lease is still
/// ours; all but executions are one statement and so one round trip. Every write may be repeated, so one that fails
/// because the connection died is tried once more on a fresh connection before it is reported.
public final class PostgresLedger implements Ledger {
    private final PostgresSession session;
    private final PostgresLease lease;
    private final LedgerKey key;
    private final InstantSource clock;
    private final StoreHealth health;
    /// Executions that were new when their commit was sent, and whose commit was not answered: found booked later, they
    /// are ours and no repeats.
    private final Set<ExecutionId> inDoubt = new HashSet<>();

    private PostgresLedger(PostgresLease lease, InstantSource clock, StoreHealth health) {
        this.session = lease.session();
        this.lease = lease;
        this.key = lease.key();
        this.clock = clock;
        this.health = health;
    }

    /// Waits for the database, then for the lease: while another process trades under this BOT_ID, this one stands by
    /// here, for as long as it takes. The caller closes the ledger, which gives the lease back.
    ///
    /// @throws io.tradinghub.market.StoreUnavailableException when the database is not there within the start deadline
    /// @throws InterruptedException when the thread is interrupted while it stands by
    public static PostgresLedger open(PostgresSettings settings, BotId bot, HubMode mode, InstantSource clock)
            throws InterruptedException {
        return open(settings, bot, mode, clock, holder -> new Health(Health.Work.STANDING_BY, holder));
    }

    /// The same, for who knows more of the holder than that it holds the lease.
    ///
    /// @param standby asked while it stands by with the database there
    public static PostgresLedger open(PostgresSettings settings, BotId bot, HubMode mode, InstantSource clock,
            Standby standby) throws InterruptedException {
        PostgresLease lease = PostgresLease.acquire(settings, bot, mode, clock, standby);
        return new PostgresLedger(lease, clock, new StoreHealth(PostgresPool.describe(settings)));
    }

    /// [System#nanoTime] when the last check was sent that found the lease ours. A thread of the lease checks every two
    /// seconds while the database answers, and every call checks as well. Any thread may ask; it never blocks.
    public long leaseProvedAtNanos() {
        return lease.provedAtNanos();
    }

    /// Whether the lease is ours as far as can be known: found so by a check that is recent enough. Otherwise another
    /// process may be about to take it. Any thread may ask; it never blocks.
    public boolean isLeaseProved() {
        return !lease.isLost()
                && System.nanoTime() - lease.provedAtNanos() < PostgresLease.PROOF_COUNTS.toNanos();
    }

    /// Whether another process is known to trade under this BOT_ID; once true it stays so. False is no promise, see
    /// [#isLeaseProved]. Any thread may ask; it never blocks.
    public boolean isLeaseLost() {
        return lease.isLost();
    }

    @Override
    public LedgerSnapshot load() {
        return guarded("load", connection -> {
            connection.setAutoCommit(false);
            LedgerSnapshot snapshot = new LedgerReader(connection, key).read(clock.instant());
            connection.commit();
            connection.setAutoCommit(true);
            return snapshot;
        });
    }

    @Override
    public void commitIntent(OrderRequest request) {
        guarded("commit intent " + request.id(), connection -> new OrderRows(connection, key).insert(request));
    }

    @Override
    public Recorded record(LedgerEntry entry) {
        return guarded("record", connection -> switch (entry) {
            case OrderReport report -> new OrderRows(connection, key).update(report);
            case LedgerEntry.Conclusion conclusion -> new OrderRows(connection, key).update(conclusion);
            case Fill fill -> book(connection, fill.executionId(), () -> new FillRows(connection, key).insert(fill));
            case LedgerEntry.LateExecution late ->
                book(connection, late.execution().executionId(), () -> new FillRows(connection, key).insert(late));
            case LedgerEntry.FundingPayment payment ->
                book(connection, payment.executionId(), () -> new EventRows(connection, key).insert(payment));
            case LedgerEntry.EquitySnapshot snapshot -> new EventRows(connection, key).insert(snapshot);
            case LedgerEntry.RiskEvent event -> new EventRows(connection, key).insert(event);
            case LedgerEntry.Watermark watermark -> new EventRows(connection, key).raise(watermark);
            case LedgerEntry.StopMoved stop -> new EventRows(connection, key).move(stop);
            case LedgerEntry.Claim claim -> new EventRows(connection, key).insert(claim);
            case LedgerEntry.PassedOver over -> new EventRows(connection, key).insert(over);
        });
    }

    @Override
    public void close() {
        lease.close();
        session.close();
    }

    /// In a transaction of its own, whose answer to the insert comes before the commit: so it is known of an execution
    /// whose commit was not answered whether it was new or a repeat.
    private Recorded book(Connection connection, ExecutionId execution, Insert insert) throws SQLException {
        connection.setAutoCommit(false);
        Recorded found = insert.run();
        if (found == Recorded.APPLIED) {
            inDoubt.add(execution);
        }
        connection.commit();
        connection.setAutoCommit(true);
        return inDoubt.remove(execution) ? Recorded.APPLIED : found;
    }

    private <T> T guarded(String operation, PostgresSession.Work<T> work) {
        if (lease.isLost()) {
            throw new LeaseLostException(
                    "%s refused: another process trades as %s now".formatted(operation, key.bot()));
        }
        try {
            T result = session.run(connection -> {
                long sent = System.nanoTime();
                T done = work.run(connection);
                lease.proved(sent);
                return done;
            });
            health.answered();
            return result;
        } catch (LeaseLostException replaced) {
            lease.lose();
            throw replaced;
        } catch (SQLException failed) {
            health.failed(failed);
            String message = "%s: %s failed: %s".formatted(health.store(), operation, failed.getMessage());
            throw SqlFault.of(failed) == SqlFault.DATA
                    ? new LedgerRefusedException(message, failed)
                    : new LedgerUnavailableException(message, failed);
        }
    }

    @FunctionalInterface
    private interface Insert {
        Recorded run() throws SQLException;
    }
}
