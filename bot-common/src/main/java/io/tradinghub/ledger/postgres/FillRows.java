package io.tradinghub.ledger.postgres;

import java.math.BigDecimal;
import java.math.MathContext;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

import io.tradinghub.ledger.Ledger.Recorded;
import io.tradinghub.order.Fill;
import io.tradinghub.order.OrderStatus;
import io.tradinghub.position.Position;

/// Books executions: the fill with the position after it, and what it does to its order, in one transaction.
final class FillRows {
    private static final String STATE = """
            SELECT o.order_id, o.status, o.qty, o.cum_qty, o.cum_value,
                   EXISTS (SELECT FROM fills f WHERE f.bot_id = l.bot_id AND f.exec_id = ?) AS is_booked,
                   p.position_after, p.entry_price_after, p.realised_total, p.fees_total, p.opened_at
            FROM bot_leases l
            LEFT JOIN orders o ON o.bot_id = l.bot_id AND o.mode = ? AND o.order_link_id = ?
            LEFT JOIN LATERAL (
                SELECT position_after, entry_price_after, realised_total, fees_total, opened_at
                FROM fills
                WHERE bot_id = l.bot_id AND mode = ? AND category = ? AND symbol = ?
                ORDER BY fill_id DESC LIMIT 1) p ON TRUE
            WHERE l.bot_id = ? AND l.epoch = ?
            FOR SHARE OF l""";

    private static final String BOOK = """
            WITH booked AS (
                INSERT INTO fills (bot_id, mode, order_id, exec_id, category, symbol, side, qty_filled, fill_price, liquidity,
                                   commission, commission_coin, commission_asset, quote_fee, realised_pnl, position_after,
                                   entry_price_after, realised_total, fees_total, opened_at, filled_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                RETURNING bot_id, order_id)
            UPDATE orders o
            SET status = ?, cum_qty = ?, cum_value = ?, avg_price = ?, version = o.version + 1, updated_at = greatest(o.updated_at, ?)
            FROM booked b
            WHERE o.bot_id = b.bot_id AND o.order_id = b.order_id""";

    private final Connection connection;
    private final LedgerKey key;

    FillRows(Connection connection, LedgerKey key) {
        this.connection = connection;
        this.key = key;
    }

    Recorded insert(Fill fill) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(STATE)) {
            new SqlParameters(statement).text(fill.executionId().value()).text(key.modeWord())
                    .text(fill.orderId().value())
                    .text(key.modeWord()).text(fill.instrument().category().wireName())
                    .text(fill.instrument().symbol().name()).text(key.bot().value()).number(key.epoch());
            try (ResultSet state = statement.executeQuery()) {
                if (!state.next()) {
                    throw key.leaseLost();
                }
                if (state.getString("status") == null) {
                    return Recorded.UNKNOWN_ORDER;
                }
                if (state.getBoolean("is_booked")) {
                    return Recorded.UNCHANGED;
                }
                book(fill, state);
                return Recorded.APPLIED;
            }
        }
    }

    private void book(Fill fill, ResultSet state) throws SQLException {
        Position before = position(fill, state);
        Position after = before.apply(fill);
        BigDecimal cumulative = state.getBigDecimal("cum_qty").add(fill.quantity());
        BigDecimal value = state.getBigDecimal("cum_value").add(fill.quantity().multiply(fill.price()));
        OrderStatus status = moved(OrderStatus.valueOf(state.getString("status")), cumulative,
                state.getBigDecimal("qty"));
        try (PreparedStatement statement = connection.prepareStatement(BOOK)) {
            new SqlParameters(statement).key(key).number(state.getLong("order_id")).text(fill.executionId().value())
                    .text(fill.instrument().category().wireName()).text(fill.instrument().symbol().name())
                    .word(fill.side())
                    .money(fill.quantity()).money(fill.price()).word(fill.liquidity()).money(fill.fee().amount())
                    .text(fill.fee().coin()).word(fill.fee().asset()).money(fill.quoteFee())
                    .money(after.realisedPnl().subtract(before.realisedPnl())).money(after.quantity())
                    .money(after.entryPrice())
                    .money(after.realisedPnl()).money(after.fees()).moment(after.openedAt()).moment(fill.executedAt())
                    .word(status).money(cumulative).money(value).money(value.divide(cumulative, MathContext.DECIMAL64))
                    .moment(fill.executedAt());
            if (statement.executeUpdate() != 1) {
                throw new IllegalStateException(
                        "fill %s moved no order although %s is known".formatted(fill.executionId(), fill.orderId()));
            }
        }
    }

    private static Position position(Fill fill, ResultSet state) throws SQLException {
        if (state.getBigDecimal("position_after") == null) {
            return Position.flat(fill.instrument());
        }
        return LedgerReader.position(fill.instrument(), state);
    }

    private static OrderStatus moved(OrderStatus current, BigDecimal cumulative, BigDecimal ordered) {
        OrderStatus next = cumulative.compareTo(ordered) >= 0 ? OrderStatus.FILLED : OrderStatus.PARTIALLY_FILLED;
        return current.canBecome(next) ? next : current;
    }
}
