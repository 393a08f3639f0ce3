package io.tradinghub.ledger.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.tradinghub.ledger.LedgerSnapshot;
import io.tradinghub.market.Category;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.Symbol;
import io.tradinghub.order.ClientOrderId;
import io.tradinghub.order.ExecutionId;
import io.tradinghub.order.LedgerEntry.RiskEvent;
import io.tradinghub.order.OrderRequest;
import io.tradinghub.order.OrderStatus;
import io.tradinghub.order.Side;
import io.tradinghub.position.Position;

/// Reads everything a restarted bot needs. The lease row stays locked until the transaction ends, so all parts belong
/// together.
final class LedgerReader {
    private static final String SUMS = """
            SELECT (SELECT coalesce(max(order_sequence), 0) + 1 FROM orders WHERE bot_id = l.bot_id) AS next_sequence,
                   (SELECT coalesce(sum(amount), 0) FROM funding_payments WHERE bot_id = l.bot_id AND mode = ?) AS funding
            FROM bot_leases l WHERE l.bot_id = ? AND l.epoch = ? FOR SHARE OF l""";

    private static final String OPEN_ORDERS = """
            SELECT order_link_id, category, symbol, side, type, time_in_force, reduce_only, qty, price, status, cum_qty, created_at
            FROM orders
            WHERE bot_id = ? AND mode = ?
              AND (status IN ('PENDING', 'UNKNOWN', 'ACCEPTED', 'PARTIALLY_FILLED') OR reported_cum_qty > cum_qty)
            ORDER BY order_sequence""";

    private static final String BOOKED_EXECUTIONS = """
            SELECT exec_id FROM (
                SELECT f.filled_at AS at, f.exec_id FROM fills f JOIN orders o USING (bot_id, order_id)
                WHERE o.bot_id = ? AND o.mode = ?
                  AND (o.status IN ('PENDING', 'UNKNOWN', 'ACCEPTED', 'PARTIALLY_FILLED') OR o.reported_cum_qty > o.cum_qty)
                UNION
                (SELECT filled_at, exec_id FROM fills WHERE bot_id = ? AND mode = ? ORDER BY fill_id DESC LIMIT 500)
                UNION
                (SELECT settled_at, exec_id FROM funding_payments WHERE bot_id = ? AND mode = ? ORDER BY settled_at DESC LIMIT 100)
            ) booked ORDER BY at""";

    private static final String POSITIONS = """
            SELECT DISTINCT ON (category, symbol) category, symbol, position_after, entry_price_after, realised_total, fees_total,
                   opened_at
            FROM fills WHERE bot_id = ? AND mode = ?
            ORDER BY category, symbol, fill_id DESC""";

    private static final String DAY_OPEN = """
            SELECT at, realised_pnl + unrealised_pnl - fees + funding AS earned
            FROM equity_snapshots WHERE bot_id = ? AND mode = ? AND at >= ? ORDER BY at LIMIT 1""";

    private static final String RECENT_ORDERS = """
            SELECT created_at FROM orders WHERE bot_id = ? AND mode = ? AND NOT reduce_only AND created_at > ? ORDER BY created_at""";

    private static final String PEAK = """
            SELECT at, realised_pnl + unrealised_pnl - fees + funding AS earned
            FROM equity_snapshots WHERE bot_id = ? AND mode = ? ORDER BY earned DESC, at LIMIT 1""";

    private static final String TRIPS = """
            SELECT DISTINCT ON (rule) at, rule, detail, value FROM risk_events
            WHERE bot_id = ? AND mode = ? AND rule IN ('DAILY_LOSS', 'DRAWDOWN') ORDER BY rule, at DESC""";

    private final Connection connection;
    private final LedgerKey key;

    LedgerReader(Connection connection, LedgerKey key) {
        this.connection = connection;
        this.key = key;
    }

    LedgerSnapshot read(Instant now) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(SUMS)) {
            new SqlParameters(statement).text(key.modeWord()).text(key.bot().value()).number(key.epoch());
            try (ResultSet sums = statement.executeQuery()) {
                if (!sums.next()) {
                    throw key.leaseLost();
                }
                return new LedgerSnapshot(positions(), openOrders(), sums.getLong("next_sequence"),
                        recentOrders(now.minus(Duration.ofMinutes(1))), bookedExecutions(),
                        sums.getBigDecimal("funding"),
                        dayOpen(now.truncatedTo(ChronoUnit.DAYS)), peak(), trips());
            }
        }
    }

    static Position position(InstrumentId instrument, ResultSet row) throws SQLException {
        return new Position(instrument, row.getBigDecimal("position_after"), row.getBigDecimal("entry_price_after"),
                row.getBigDecimal("realised_total"), row.getBigDecimal("fees_total"),
                SqlParameters.momentOf(row, "opened_at"));
    }

    private List<Position> positions() throws SQLException {
        List<Position> positions = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(POSITIONS)) {
            new SqlParameters(statement).key(key);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    positions.add(position(instrument(rows), rows));
                }
            }
        }
        return positions;
    }

    private List<LedgerSnapshot.OpenOrder> openOrders() throws SQLException {
        List<LedgerSnapshot.OpenOrder> orders = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(OPEN_ORDERS)) {
            new SqlParameters(statement).key(key);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    orders.add(
                            new LedgerSnapshot.OpenOrder(request(rows), OrderStatus.valueOf(rows.getString("status")),
                                    rows.getBigDecimal("cum_qty")));
                }
            }
        }
        return orders;
    }

    private List<RiskEvent> trips() throws SQLException {
        List<RiskEvent> trips = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(TRIPS)) {
            new SqlParameters(statement).key(key);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    trips.add(new RiskEvent(SqlParameters.momentOf(rows, "at"), rows.getString("rule"),
                            rows.getString("detail"),
                            Optional.ofNullable(rows.getBigDecimal("value"))));
                }
            }
        }
        return trips;
    }

    private List<Instant> recentOrders(Instant after) throws SQLException {
        List<Instant> times = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(RECENT_ORDERS)) {
            new SqlParameters(statement).key(key).moment(after);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    times.add(SqlParameters.momentOf(rows, "created_at"));
                }
            }
        }
        return times;
    }

    private List<ExecutionId> bookedExecutions() throws SQLException {
        List<ExecutionId> booked = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(BOOKED_EXECUTIONS)) {
            new SqlParameters(statement).key(key).key(key).key(key);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    booked.add(new ExecutionId(rows.getString("exec_id")));
                }
            }
        }
        return booked;
    }

    private Optional<LedgerSnapshot.EquityMark> dayOpen(Instant startOfDay) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(DAY_OPEN)) {
            new SqlParameters(statement).key(key).moment(startOfDay);
            return mark(statement);
        }
    }

    private Optional<LedgerSnapshot.EquityMark> peak() throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(PEAK)) {
            new SqlParameters(statement).key(key);
            return mark(statement);
        }
    }

    private static Optional<LedgerSnapshot.EquityMark> mark(PreparedStatement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery()) {
            return row.next()
                    ? Optional.of(new LedgerSnapshot.EquityMark(SqlParameters.momentOf(row, "at"),
                            row.getBigDecimal("earned")))
                    : Optional.empty();
        }
    }

    private static OrderRequest request(ResultSet row) throws SQLException {
        OrderRequest.Terms terms = "MARKET".equals(row.getString("type"))
                ? new OrderRequest.Terms.Market()
                : new OrderRequest.Terms.Limit(row.getBigDecimal("price"),
                        OrderRequest.TimeInForce.valueOf(row.getString("time_in_force")));
        return new OrderRequest(new ClientOrderId(row.getString("order_link_id")), instrument(row),
                Side.valueOf(row.getString("side")), row.getBigDecimal("qty"), terms,
                row.getBoolean("reduce_only") ? OrderRequest.Effect.REDUCE_ONLY : OrderRequest.Effect.ANY,
                SqlParameters.momentOf(row, "created_at"));
    }

    private static InstrumentId instrument(ResultSet row) throws SQLException {
        return new InstrumentId(Category.fromWire(row.getString("category")), new Symbol(row.getString("symbol")));
    }
}
