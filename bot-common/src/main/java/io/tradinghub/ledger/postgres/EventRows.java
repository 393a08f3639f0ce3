package io.tradinghub.ledger.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

import io.tradinghub.ledger.Ledger.Recorded;
import io.tradinghub.order.LedgerEntry;

/// Writes what belongs to no order: funding, equity, risk events. Each once, by its key.
final class EventRows {
    private static final String HOLDING_THE_LEASE = " FROM bot_leases WHERE bot_id = ? AND epoch = ? FOR SHARE ON CONFLICT DO NOTHING";

    private static final String FUNDING = """
            INSERT INTO funding_payments (bot_id, mode, exec_id, category, symbol, amount, rate, position, settled_at)
            SELECT bot_id, ?, ?, ?, ?, ?, ?, ?, ?""" + HOLDING_THE_LEASE;

    private static final String EQUITY = """
            INSERT INTO equity_snapshots (bot_id, mode, at, equity, realised_pnl, unrealised_pnl, fees, funding)
            SELECT bot_id, ?, ?, ?, ?, ?, ?, ?""" + HOLDING_THE_LEASE;

    private static final String RISK = """
            INSERT INTO risk_events (bot_id, mode, at, rule, detail, value)
            SELECT bot_id, ?, ?, ?, ?, ?""" + HOLDING_THE_LEASE;

    private final Connection connection;
    private final LedgerKey key;

    EventRows(Connection connection, LedgerKey key) {
        this.connection = connection;
        this.key = key;
    }

    Recorded insert(LedgerEntry.FundingPayment payment) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(FUNDING)) {
            return execute(statement,
                    new SqlParameters(statement).text(key.modeWord()).text(payment.executionId().value())
                            .text(payment.instrument().category().wireName()).text(payment.instrument().symbol().name())
                            .money(payment.amount()).money(payment.rate()).money(payment.position())
                            .moment(payment.settledAt()));
        }
    }

    Recorded insert(LedgerEntry.EquitySnapshot snapshot) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(EQUITY)) {
            return execute(statement, new SqlParameters(statement).text(key.modeWord()).moment(snapshot.at())
                    .money(snapshot.equity()).money(snapshot.realisedPnl()).money(snapshot.unrealisedPnl())
                    .money(snapshot.fees()).money(snapshot.funding()));
        }
    }

    Recorded insert(LedgerEntry.RiskEvent event) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(RISK)) {
            return execute(statement, new SqlParameters(statement).text(key.modeWord()).moment(event.at())
                    .text(event.rule()).text(event.detail()).money(event.value().orElse(null)));
        }
    }

    private Recorded execute(PreparedStatement statement, SqlParameters parameters) throws SQLException {
        parameters.text(key.bot().value()).number(key.epoch());
        if (statement.executeUpdate() == 1) {
            return Recorded.APPLIED;
        }
        requireLease();
        return Recorded.UNCHANGED;
    }

    private void requireLease() throws SQLException {
        try (PreparedStatement statement = connection
                .prepareStatement("SELECT FROM bot_leases WHERE bot_id = ? AND epoch = ?")) {
            new SqlParameters(statement).text(key.bot().value()).number(key.epoch());
            try (ResultSet lease = statement.executeQuery()) {
                if (!lease.next()) {
                    throw key.leaseLost();
                }
            }
        }
    }
}
