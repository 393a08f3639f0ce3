package io.tradinghub.ledger.postgres;

import java.math.BigDecimal;
import java.math.MathContext;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

import io.tradinghub.ledger.Ledger.Recorded;
import io.tradinghub.order.ClientOrderId;
import io.tradinghub.order.Fill;
import io.tradinghub.order.LedgerEntry.LateExecution;
import io.tradinghub.order.OrderStatus;
import io.tradinghub.position.Position;
import org.jspecify.annotations.Nullable;

/// Books executions: the fill with the position after it, and what it does to its order where the ledger knows one, in
/// one transaction.
final class FillRows {
    private static final String STATE = """
            SELECT o.order_id, o.status, o.qty AS ordered_qty, o.cum_qty, o.cum_value,
                   EXISTS (SELECT FROM fills f WHERE f.bot_id = l.bot_id AND f.exec_id = ?) AS is_booked,
                   p.qty, p.own_qty, p.entry_price, p.realised_pnl, p.fees, p.opened_at
            FROM bot_leases l
            LEFT JOIN orders o ON o.bot_id = l.bot_id AND o.mode = ? AND o.order_link_id = ?
            LEFT JOIN LATERAL (
                SELECT f.position_after AS qty, f.entry_price_after AS entry_price, f.realised_total AS realised_pnl,
                       f.fees_total AS fees, f.opened_at,
                       CASE WHEN EXISTS (SELECT FROM account_claims c
                                         WHERE c.bot_id = f.bot_id AND c.mode = f.mode AND c.category = f.category
                                           AND c.symbol = f.symbol AND c.after_fill_id >= f.fill_id)
                            THEN f.position_after ELSE f.own_after END AS own_qty
                FROM fills f
                WHERE f.bot_id = l.bot_id AND f.mode = ? AND f.category = ? AND f.symbol = ?
                ORDER BY f.fill_id DESC LIMIT 1) p ON TRUE
            WHERE\s""" + LedgerKey.HELD + " FOR SHARE OF l";

    private static final String BOOK = """
            WITH booked AS (
                INSERT INTO fills (bot_id, mode, order_id, order_link_id, origin, exec_id, category, symbol, side,
                                   qty_filled, fill_price, liquidity, commission, commission_coin, commission_asset,
                                   quote_fee, sequence, realised_pnl, position_after, own_after, entry_price_after,
                                   realised_total, fees_total, opened_at, filled_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                RETURNING bot_id, order_id)
            UPDATE orders o
            SET status = ?, cum_qty = ?, cum_value = ?, avg_price = ?, version = o.version + 1,
                updated_at = greatest(o.updated_at, ?)
            FROM booked b
            WHERE o.bot_id = b.bot_id AND o.order_id = b.order_id""";

    private static final String UNIQUE_VIOLATION = "23505";
    private static final String CONFLICT = "40001";
    private final Connection connection;
    private final LedgerKey key;

    FillRows(Connection connection, LedgerKey key) {
        this.connection = connection;
        this.key = key;
    }

    Recorded insert(Fill fill) throws SQLException {
        return insert(fill, (before, order) -> book(fill, before, before.apply(fill), order));
    }

    Recorded insert(LateExecution late) throws SQLException {
        return insert(late.execution(), (before, order) -> {
            Position between = before.apply(late.takenBack());
            book(late.takenBack(), before, between, null);
            book(late.execution(), between, before.apply(late), order);
        });
    }

    private Recorded insert(Fill fill, Booking booking) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(STATE)) {
            new SqlParameters(statement).text(fill.executionId().value()).text(key.modeWord()).text(orderId(fill))
                    .text(key.modeWord()).instrument(fill.instrument()).held(key);
            try (ResultSet state = statement.executeQuery()) {
                if (!state.next()) {
                    throw key.leaseLost();
                }
                if (state.getBoolean("is_booked")) {
                    return Recorded.UNCHANGED;
                }
                Position before = state.getBigDecimal("qty") == null
                        ? Position.flat(fill.instrument())
                        : LedgerReader.position(fill.instrument(), state);
                booking.book(before, state.getString("status") == null ? null : Filled.by(fill, state));
                return Recorded.APPLIED;
            }
        } catch (SQLException failed) {
            throw UNIQUE_VIOLATION.equals(failed.getSQLState()) ? bookedMeanwhile(failed) : failed;
        }
    }

    /// A session that was taken for dead has committed the same fill after this one had looked. To look again finds it
    /// booked; a refusal would make it a fact that the ledger never takes.
    private static SQLException bookedMeanwhile(SQLException found) {
        return new SQLException("the execution was booked meanwhile", CONFLICT, found);
    }

    /// Writes the rows that follow upon a position.
    @FunctionalInterface
    private interface Booking {
        /// @param order what the execution makes of its order
        void book(Position before, @Nullable Filled order) throws SQLException;
    }

    private void book(Fill fill, Position before, Position after, @Nullable Filled order) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(BOOK)) {
            SqlParameters row = new SqlParameters(statement).key(key).number(order == null ? null : order.orderId)
                    .text(order == null ? orderId(fill) : null).word(fill.origin()).text(fill.executionId().value())
                    .instrument(fill.instrument()).word(fill.side()).money(fill.quantity()).money(fill.price())
                    .word(fill.liquidity()).money(fill.fee().amount()).text(fill.fee().coin())
                    .word(fill.fee().asset()).money(fill.fee().quoteValue()).number(fill.sequence())
                    .money(after.realisedPnl().subtract(before.realisedPnl())).money(after.quantity())
                    .money(after.ownQuantity()).money(after.entryPrice()).money(after.realisedPnl())
                    .money(after.fees()).moment(after.openedAt()).moment(fill.executedAt());
            (order == null ? Filled.NOTHING : order).fill(row).moment(fill.executedAt());
            if (statement.executeUpdate() != (order == null ? 0 : 1)) {
                throw new IllegalStateException(
                        "fill %s moved no order although %s is known".formatted(fill.executionId(), fill.orderId()));
            }
        }
    }

    private static @Nullable String orderId(Fill fill) {
        return fill.orderId().map(ClientOrderId::value).orElse(null);
    }

    /// What the fill makes of its order.
    private record Filled(@Nullable Long orderId, @Nullable OrderStatus status, @Nullable BigDecimal quantity,
            @Nullable BigDecimal value, @Nullable BigDecimal averagePrice) {
        private static final Filled NOTHING = new Filled(null, null, null, null, null);

        private static Filled by(Fill fill, ResultSet order) throws SQLException {
            BigDecimal quantity = order.getBigDecimal("cum_qty").add(fill.quantity());
            BigDecimal value = order.getBigDecimal("cum_value").add(fill.quantity().multiply(fill.price()));
            OrderStatus next = quantity.compareTo(order.getBigDecimal("ordered_qty")) >= 0
                    ? OrderStatus.FILLED
                    : OrderStatus.PARTIALLY_FILLED;
            OrderStatus current = OrderStatus.valueOf(order.getString("status"));
            return new Filled(order.getLong("order_id"), current.canBecome(next) ? next : current, quantity, value,
                    value.divide(quantity, MathContext.DECIMAL64));
        }

        private SqlParameters fill(SqlParameters row) throws SQLException {
            return row.word(status).money(quantity).money(value).money(averagePrice);
        }
    }
}
