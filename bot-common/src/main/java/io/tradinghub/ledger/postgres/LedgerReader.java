package io.tradinghub.ledger.postgres;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import io.tradinghub.ledger.LedgerSnapshot;
import io.tradinghub.ledger.LedgerSnapshot.EquityMark;
import io.tradinghub.ledger.LedgerSnapshot.ForeignExecution;
import io.tradinghub.market.Category;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.Symbol;
import io.tradinghub.order.ClientOrderId;
import io.tradinghub.order.ExecutionId;
import io.tradinghub.order.LedgerEntry.RiskEvent;
import io.tradinghub.order.OrderRequest;
import io.tradinghub.order.OrderStatus;
import io.tradinghub.order.Origin;
import io.tradinghub.order.Side;
import io.tradinghub.order.StartMark;
import io.tradinghub.position.Position;
import io.tradinghub.risk.RiskRule;

/// Reads everything a restarted bot needs. The lease row stays locked until the transaction ends, so all parts belong
/// together.
final class LedgerReader {
    private static final Duration CONCLUDED_KEPT = Duration.ofDays(1);

    private static final String SUMS = """
            SELECT (SELECT coalesce(sum(amount), 0) FROM funding_payments WHERE bot_id = l.bot_id AND mode = m.mode)
                       AS funding,
                   (SELECT executions_until FROM execution_watermarks WHERE bot_id = l.bot_id AND mode = m.mode)
                       AS executions_until,
                   (SELECT max(at) FROM equity_snapshots WHERE bot_id = l.bot_id AND mode = m.mode) AS last_seen
            FROM bot_leases l, (SELECT ?::text AS mode) m WHERE\s""" + LedgerKey.HELD + " FOR SHARE OF l";

    private static final String REQUEST = """
            SELECT order_link_id, category, symbol, side, type, time_in_force, reduce_only, qty, price, stop_price,
                   status, cum_qty, created_at
            FROM orders
            WHERE bot_id = ? AND mode = ?
            """;

    private static final String OPEN_ORDERS = REQUEST + """
              AND (status IN ('PENDING', 'UNKNOWN', 'ACCEPTED', 'PARTIALLY_FILLED') OR reported_cum_qty > cum_qty)
            ORDER BY order_id""";

    private static final String CONCLUDED_ORDERS = REQUEST + " AND concluded_at > ? ORDER BY order_id";

    private static final String BOOKED_EXECUTIONS = """
            SELECT exec_id FROM (
                SELECT f.filled_at AS at, f.exec_id FROM fills f JOIN orders o USING (bot_id, order_id)
                WHERE o.bot_id = ? AND o.mode = ?
                  AND (o.status IN ('PENDING', 'UNKNOWN', 'ACCEPTED', 'PARTIALLY_FILLED')
                       OR o.reported_cum_qty > o.cum_qty)
                UNION
                (SELECT filled_at, exec_id FROM fills WHERE bot_id = ? AND mode = ? ORDER BY fill_id DESC LIMIT 500)
                UNION
                SELECT filled_at, exec_id FROM fills
                WHERE bot_id = ? AND mode = ? AND filled_at >= ?
                UNION
                (SELECT settled_at, exec_id FROM funding_payments
                 WHERE bot_id = ? AND mode = ? ORDER BY settled_at DESC LIMIT 100)
            ) booked ORDER BY at""";

    private static final String POSITIONS = """
            SELECT category, symbol, qty, own_qty, entry_price, realised_pnl, fees, opened_at
            FROM positions WHERE bot_id = ? AND mode = ?""";

    private static final String STOPS = """
            SELECT category, symbol, stop_price FROM stops
            WHERE bot_id = ? AND mode = ? AND stop_price IS NOT NULL""";

    /// A claim settles what was booked before it; the bot's own fill settles a stop.
    private static final String FOREIGN = """
            SELECT last.category, last.symbol, last.origin, last.filled_at
            FROM (SELECT DISTINCT ON (category, symbol) * FROM fills
                  WHERE bot_id = ? AND mode = ? AND origin <> 'ORDER'
                  ORDER BY category, symbol, fill_id DESC) last
            WHERE NOT EXISTS (SELECT FROM account_claims c
                              WHERE c.bot_id = last.bot_id AND c.mode = last.mode AND c.category = last.category
                                AND c.symbol = last.symbol AND c.after_fill_id >= last.fill_id)
              AND NOT (last.origin = 'STOP'
                       AND EXISTS (SELECT FROM fills own
                                   WHERE own.bot_id = last.bot_id AND own.mode = last.mode
                                     AND own.category = last.category AND own.symbol = last.symbol
                                     AND own.fill_id > last.fill_id))""";

    /// What is taken back of a difference has its moment and price, too.
    private static final String ADOPTED = """
            SELECT category, symbol, filled_at, fill_price FROM fills
            WHERE bot_id = ? AND mode = ? AND origin = 'ADOPTED'
            GROUP BY category, symbol, filled_at, fill_price ORDER BY filled_at, min(fill_id)""";

    private static final String PASSED_OVER = "SELECT row_id FROM passed_over_rows WHERE bot_id = ? AND mode = ?";

    private static final String DAY_OPEN = """
            SELECT at, earned
            FROM ((SELECT at, realised_pnl + unrealised_pnl - fees + funding AS earned
                   FROM equity_snapshots WHERE bot_id = ? AND mode = ? AND at < ? ORDER BY at DESC LIMIT 1)
                  UNION ALL
                  (SELECT at, realised_pnl + unrealised_pnl - fees + funding
                   FROM equity_snapshots WHERE bot_id = ? AND mode = ? AND at >= ? ORDER BY at LIMIT 1)) around
            ORDER BY at LIMIT 1""";

    private static final String RECENT_ENTRIES = """
            SELECT created_at FROM orders
            WHERE bot_id = ? AND mode = ? AND NOT reduce_only AND created_at > ? ORDER BY created_at""";

    /// A start takes a mark above all before it, so the newest is among the last orders by any clock.
    private static final String LAST_ORDERS = """
            SELECT order_link_id FROM orders WHERE bot_id = ? AND mode = ? ORDER BY created_at DESC LIMIT 100""";

    private static final String PEAK = """
            SELECT at, realised_pnl + unrealised_pnl - fees + funding AS earned
            FROM equity_snapshots WHERE bot_id = ? AND mode = ? ORDER BY earned DESC, at LIMIT 1""";

    private static final String TRIPS = """
            SELECT DISTINCT ON (rule) event_key, at, rule, detail, value FROM risk_events
            WHERE bot_id = ? AND mode = ? AND rule IN ('DAILY_LOSS', 'DRAWDOWN') ORDER BY rule, at DESC""";

    private final Connection connection;
    private final LedgerKey key;

    LedgerReader(Connection connection, LedgerKey key) {
        this.connection = connection;
        this.key = key;
    }

    LedgerSnapshot read(Instant now) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(SUMS)) {
            new SqlParameters(statement).text(key.modeWord()).held(key);
            try (ResultSet sums = statement.executeQuery()) {
                if (!sums.next()) {
                    throw key.leaseLost();
                }
                Optional<Instant> executionsUntil = SqlParameters.optionalMomentOf(sums, "executions_until");
                return new LedgerSnapshot(
                        list(POSITIONS, values -> values.key(key), row -> position(instrument(row), row)),
                        list(OPEN_ORDERS, values -> values.key(key), LedgerReader::openOrder),
                        list(CONCLUDED_ORDERS, values -> values.key(key).moment(now.minus(CONCLUDED_KEPT)),
                                LedgerReader::request),
                        recentEntries(now), bookedExecutions(LedgerSnapshot.toldSince(executionsUntil, now)),
                        sums.getBigDecimal("funding"), dayOpen(now), peak(),
                        list(TRIPS, values -> values.key(key), LedgerReader::riskEvent),
                        executionsUntil, stops(), foreign(),
                        list(ADOPTED, values -> values.key(key), LedgerReader::adopted),
                        Set.copyOf(list(PASSED_OVER, values -> values.key(key), row -> row.getString("row_id"))),
                        SqlParameters.optionalMomentOf(sums, "last_seen"), newestStart());
            }
        }
    }

    /// Reads columns of view `positions`.
    static Position position(InstrumentId instrument, ResultSet row) throws SQLException {
        return new Position(instrument, row.getBigDecimal("qty"), row.getBigDecimal("own_qty"),
                row.getBigDecimal("entry_price"), row.getBigDecimal("realised_pnl"), row.getBigDecimal("fees"),
                SqlParameters.momentOf(row, "opened_at"));
    }

    private List<Instant> recentEntries(Instant now) throws SQLException {
        return list(RECENT_ENTRIES, values -> values.key(key).moment(now.minus(Duration.ofMinutes(1))),
                row -> SqlParameters.momentOf(row, "created_at"));
    }

    /// The newest, and all since shortly before the watermark: the exchange tells of those again.
    private List<ExecutionId> bookedExecutions(Instant toldSince) throws SQLException {
        return list(BOOKED_EXECUTIONS, values -> values.key(key).key(key).key(key).moment(toldSince).key(key),
                row -> new ExecutionId(row.getString("exec_id")));
    }

    private Optional<EquityMark> dayOpen(Instant now) throws SQLException {
        Instant day = now.truncatedTo(ChronoUnit.DAYS);
        return list(DAY_OPEN, values -> values.key(key).moment(day).key(key).moment(day), LedgerReader::mark).stream()
                .findFirst();
    }

    private Optional<StartMark> newestStart() throws SQLException {
        return list(LAST_ORDERS, values -> values.key(key), row -> new ClientOrderId(row.getString("order_link_id")))
                .stream().flatMap(id -> id.start().stream()).max(Comparator.naturalOrder());
    }

    private Optional<EquityMark> peak() throws SQLException {
        return list(PEAK, values -> values.key(key), LedgerReader::mark).stream().findFirst();
    }

    private Map<InstrumentId, BigDecimal> stops() throws SQLException {
        return map(STOPS, row -> row.getBigDecimal("stop_price"));
    }

    private Map<InstrumentId, ForeignExecution> foreign() throws SQLException {
        return map(FOREIGN, row -> new ForeignExecution(Origin.valueOf(row.getString("origin")),
                SqlParameters.momentOf(row, "filled_at")));
    }

    private <T> List<T> list(String sql, Values values, Row<T> row) throws SQLException {
        List<T> found = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            values.fill(new SqlParameters(statement));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.add(row.read(rows));
                }
            }
        }
        return found;
    }

    /// Of a statement with one row per instrument and no other values than bot and mode.
    private <T> Map<InstrumentId, T> map(String sql, Row<T> row) throws SQLException {
        Map<InstrumentId, T> found = new HashMap<>();
        for (Map.Entry<InstrumentId, T> entry : list(sql, values -> values.key(key),
                rows -> Map.entry(instrument(rows), row.read(rows)))) {
            found.put(entry.getKey(), entry.getValue());
        }
        return found;
    }

    private static LedgerSnapshot.OpenOrder openOrder(ResultSet row) throws SQLException {
        return new LedgerSnapshot.OpenOrder(request(row), OrderStatus.valueOf(row.getString("status")),
                row.getBigDecimal("cum_qty"));
    }

    private static RiskEvent riskEvent(ResultSet row) throws SQLException {
        return new RiskEvent(row.getString("event_key"), SqlParameters.momentOf(row, "at"),
                RiskRule.valueOf(row.getString("rule")), row.getString("detail"),
                Optional.ofNullable(row.getBigDecimal("value")));
    }

    private static LedgerSnapshot.Adopted adopted(ResultSet row) throws SQLException {
        return new LedgerSnapshot.Adopted(instrument(row), SqlParameters.momentOf(row, "filled_at"),
                row.getBigDecimal("fill_price"));
    }

    private static EquityMark mark(ResultSet row) throws SQLException {
        return new EquityMark(SqlParameters.momentOf(row, "at"), row.getBigDecimal("earned"));
    }

    private static OrderRequest request(ResultSet row) throws SQLException {
        OrderRequest.Terms terms = "MARKET".equals(row.getString("type"))
                ? new OrderRequest.Terms.Market()
                : new OrderRequest.Terms.Limit(row.getBigDecimal("price"),
                        OrderRequest.TimeInForce.valueOf(row.getString("time_in_force")));
        return new OrderRequest(new ClientOrderId(row.getString("order_link_id")), instrument(row),
                Side.valueOf(row.getString("side")), row.getBigDecimal("qty"), terms,
                row.getBoolean("reduce_only") ? OrderRequest.Effect.REDUCE_ONLY : OrderRequest.Effect.ANY,
                Optional.ofNullable(row.getBigDecimal("stop_price")), SqlParameters.momentOf(row, "created_at"));
    }

    private static InstrumentId instrument(ResultSet row) throws SQLException {
        return new InstrumentId(Category.fromWire(row.getString("category")), new Symbol(row.getString("symbol")));
    }

    @FunctionalInterface
    private interface Values {
        SqlParameters fill(SqlParameters values) throws SQLException;
    }

    @FunctionalInterface
    private interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }
}
