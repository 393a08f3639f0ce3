package io.tradinghub.ledger.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

import io.tradinghub.ledger.Ledger.Recorded;
import io.tradinghub.order.LedgerEntry;

/// Writes what belongs to no order, each fact in one statement and once: by its key, or only while it is news.
final class EventRows {
    private static final String WHILE_HELD = " FROM bot_leases l WHERE " + LedgerKey.HELD + " FOR SHARE OF l ";
    private static final String ONCE = WHILE_HELD + "ON CONFLICT DO NOTHING";

    private static final String FUNDING = """
            INSERT INTO funding_payments (bot_id, mode, exec_id, category, symbol, amount, rate, position, settled_at)
            SELECT l.bot_id, ?, ?, ?, ?, ?, ?, ?, ?""" + ONCE;

    private static final String EQUITY = """
            INSERT INTO equity_snapshots (bot_id, mode, at, equity, realised_pnl, unrealised_pnl, fees, funding)
            SELECT l.bot_id, ?, ?, ?, ?, ?, ?, ?""" + ONCE;

    private static final String RISK = """
            INSERT INTO risk_events (bot_id, mode, event_key, at, rule, detail, value)
            SELECT l.bot_id, ?, ?, ?, ?, ?, ?""" + ONCE;

    private static final String WATERMARK = """
            INSERT INTO execution_watermarks (bot_id, mode, executions_until)
            SELECT l.bot_id, ?, ?""" + WHILE_HELD + """
            ON CONFLICT (bot_id, mode) DO UPDATE SET executions_until = excluded.executions_until
            WHERE execution_watermarks.executions_until < excluded.executions_until""";

    private static final String STOP = """
            INSERT INTO stops (bot_id, mode, category, symbol, stop_price, moved_at)
            SELECT l.bot_id, ?, ?, ?, ?, ?""" + WHILE_HELD + """
            ON CONFLICT (bot_id, mode, category, symbol)
            DO UPDATE SET stop_price = excluded.stop_price, moved_at = excluded.moved_at
            WHERE stops.moved_at < excluded.moved_at
               OR (stops.moved_at = excluded.moved_at AND stops.stop_price IS DISTINCT FROM excluded.stop_price)""";

    private static final String PASSED_OVER = """
            INSERT INTO passed_over_rows (bot_id, mode, row_id, detail, passed_over_at)
            SELECT l.bot_id, ?, ?, ?, ?""" + ONCE;

    private static final String CLAIM = """
            INSERT INTO account_claims (bot_id, mode, category, symbol, kind, claimed_at, after_fill_id)
            SELECT l.bot_id, ?, ?, ?, ?, ?,
                   coalesce((SELECT max(f.fill_id) FROM fills f
                             WHERE f.bot_id = l.bot_id AND f.mode = ? AND f.category = ? AND f.symbol = ?), 0)"""
            + ONCE;

    private final Connection connection;
    private final LedgerKey key;

    EventRows(Connection connection, LedgerKey key) {
        this.connection = connection;
        this.key = key;
    }

    Recorded insert(LedgerEntry.FundingPayment payment) throws SQLException {
        return write(FUNDING, row -> row.text(payment.executionId().value()).instrument(payment.instrument())
                .money(payment.amount()).money(payment.rate()).money(payment.position()).moment(payment.settledAt()));
    }

    Recorded insert(LedgerEntry.EquitySnapshot snapshot) throws SQLException {
        return write(EQUITY,
                row -> row.moment(snapshot.at()).money(snapshot.equity()).money(snapshot.realisedPnl())
                        .money(snapshot.unrealisedPnl()).money(snapshot.fees()).money(snapshot.funding()));
    }

    Recorded insert(LedgerEntry.RiskEvent event) throws SQLException {
        return write(RISK, row -> row.text(event.key()).moment(event.at()).word(event.rule()).text(event.detail())
                .money(event.value().orElse(null)));
    }

    /// A watermark that goes back changes nothing.
    Recorded raise(LedgerEntry.Watermark watermark) throws SQLException {
        return write(WATERMARK, row -> row.moment(watermark.executionsUntil()));
    }

    /// A move older than the one known changes nothing.
    Recorded move(LedgerEntry.StopMoved stop) throws SQLException {
        return write(STOP, row -> row.instrument(stop.instrument()).money(stop.stopPrice().orElse(null))
                .moment(stop.at()));
    }

    Recorded insert(LedgerEntry.PassedOver over) throws SQLException {
        return write(PASSED_OVER, row -> row.text(over.row()).text(over.text()).moment(over.at()));
    }

    /// A claim covers what is booked in the instrument by now.
    Recorded insert(LedgerEntry.Claim claim) throws SQLException {
        return write(CLAIM, row -> row.instrument(claim.instrument()).word(claim.kind()).moment(claim.at())
                .text(key.modeWord()).instrument(claim.instrument()));
    }

    /// Every statement begins with the mode and ends with the condition on the lease.
    private Recorded write(String sql, Values values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            SqlParameters row = new SqlParameters(statement).text(key.modeWord());
            values.fill(row);
            row.held(key);
            if (statement.executeUpdate() == 1) {
                return Recorded.APPLIED;
            }
        }
        requireLease();
        return Recorded.UNCHANGED;
    }

    private void requireLease() throws SQLException {
        try (PreparedStatement statement = connection
                .prepareStatement("SELECT FROM bot_leases l WHERE " + LedgerKey.HELD)) {
            new SqlParameters(statement).held(key);
            try (ResultSet lease = statement.executeQuery()) {
                if (!lease.next()) {
                    throw key.leaseLost();
                }
            }
        }
    }

    @FunctionalInterface
    private interface Values {
        SqlParameters fill(SqlParameters row) throws SQLException;
    }
}
