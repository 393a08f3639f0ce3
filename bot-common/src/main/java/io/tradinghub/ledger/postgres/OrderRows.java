package io.tradinghub.ledger.postgres;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;

import io.tradinghub.ledger.Ledger.Recorded;
import io.tradinghub.order.ClientOrderId;
import io.tradinghub.order.ExchangeOrderId;
import io.tradinghub.order.LedgerEntry;
import io.tradinghub.order.OrderReport;
import io.tradinghub.order.OrderRequest;
import io.tradinghub.order.OrderStatus;
import org.jspecify.annotations.Nullable;

/// Writes table `orders`. The lease row is locked against a takeover until the transaction ends, so a write under a
/// lost lease cannot slip in.
final class OrderRows {
    /// Executions of the order may be booked before it: an intent out of the local file comes late.
    private static final String INSERT = """
            INSERT INTO orders (bot_id, mode, order_link_id, category, symbol, side, type, time_in_force, reduce_only,
                                qty, price, stop_price, created_at, updated_at, status, cum_qty, cum_value, avg_price)
            SELECT l.bot_id, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,
                   CASE WHEN f.qty IS NULL THEN 'PENDING' WHEN f.qty < ? THEN 'PARTIALLY_FILLED' ELSE 'FILLED' END,
                   coalesce(f.qty, 0), coalesce(f.value, 0), f.value / f.qty
            FROM bot_leases l
            LEFT JOIN LATERAL (
                SELECT sum(qty_filled) AS qty, sum(qty_filled * fill_price) AS value
                FROM fills
                WHERE bot_id = l.bot_id AND mode = ? AND order_link_id = ? AND order_id IS NULL) f ON TRUE
            WHERE\s""" + LedgerKey.HELD
            + " FOR SHARE OF l ON CONFLICT (bot_id, order_link_id) DO NOTHING";

    private static final String UPDATE = """
            UPDATE orders o
            SET status = CASE WHEN o.status = ANY (r.movable) THEN r.status ELSE o.status END,
                reject_reason = CASE WHEN o.status = ANY (r.movable) THEN coalesce(r.reason, o.reject_reason)
                                     ELSE o.reject_reason END,
                exchange_order_id = coalesce(o.exchange_order_id, r.exchange_order_id),
                reported_cum_qty = CASE WHEN r.concluded_at IS NULL THEN greatest(o.reported_cum_qty, r.cum_qty)
                                        ELSE o.cum_qty END,
                acknowledged_at = coalesce(o.acknowledged_at, r.acknowledged_at),
                exchange_updated_at = greatest(o.exchange_updated_at, r.exchange_updated_at),
                concluded_at = greatest(o.concluded_at, r.concluded_at),
                version = o.version + 1,
                updated_at = greatest(o.updated_at, r.at)
            FROM (SELECT ?::text[] AS movable, ?::text AS status, ?::text AS reason, ?::text AS exchange_order_id,
                         ?::numeric AS cum_qty, ?::timestamptz AS at, ?::timestamptz AS acknowledged_at,
                         ?::timestamptz AS exchange_updated_at, ?::timestamptz AS concluded_at) r,
                 (SELECT l.bot_id FROM bot_leases l WHERE\s""" + LedgerKey.HELD + " FOR SHARE) l " + """
            WHERE o.bot_id = l.bot_id AND o.mode = ? AND o.order_link_id = ?
              AND (o.status = ANY (r.movable)
                   OR (o.exchange_order_id IS NULL AND r.exchange_order_id IS NOT NULL)
                   OR CASE WHEN r.concluded_at IS NULL THEN o.reported_cum_qty < r.cum_qty
                           ELSE o.reported_cum_qty <> o.cum_qty OR o.concluded_at IS NULL
                                OR o.concluded_at < r.concluded_at END)""";

    private static final String FIND = """
            SELECT o.mode, o.category, o.symbol, o.side, o.time_in_force, o.qty, o.price
            FROM bot_leases l LEFT JOIN orders o ON o.bot_id = l.bot_id AND o.order_link_id = ?
            WHERE\s""" + LedgerKey.HELD;

    private final Connection connection;
    private final LedgerKey key;

    OrderRows(Connection connection, LedgerKey key) {
        this.connection = connection;
        this.key = key;
    }

    Recorded insert(OrderRequest request) throws SQLException {
        if (!request.id().isOf(key.bot())) {
            throw new IllegalArgumentException("order id %s is not one of %s".formatted(request.id(), key.bot()));
        }
        BigDecimal limit = null;
        OrderRequest.TimeInForce timeInForce = OrderRequest.TimeInForce.IOC;
        if (request.terms() instanceof OrderRequest.Terms.Limit(BigDecimal price, OrderRequest.TimeInForce lives)) {
            limit = price;
            timeInForce = lives;
        }
        try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
            new SqlParameters(statement).text(key.modeWord()).text(request.id().value())
                    .instrument(request.instrument()).word(request.side()).text(limit == null ? "MARKET" : "LIMIT")
                    .word(timeInForce).flag(request.effect() == OrderRequest.Effect.REDUCE_ONLY)
                    .money(request.quantity()).money(limit).money(request.stopPrice().orElse(null))
                    .moment(request.createdAt()).moment(request.createdAt()).money(request.quantity())
                    .text(key.modeWord()).text(request.id().value()).held(key);
            if (statement.executeUpdate() == 1) {
                return Recorded.APPLIED;
            }
        }
        return explainMissedInsert(request, limit, timeInForce);
    }

    Recorded update(OrderReport report) throws SQLException {
        return update(report, saysTheExchangeHasIt(report) ? report.at() : null,
                saysTheExchangeSpoke(report.status()) ? report.at() : null, null);
    }

    /// The engine's own word: no acknowledgement, unless it names the exchange's id.
    Recorded update(LedgerEntry.Conclusion conclusion) throws SQLException {
        OrderReport report = conclusion.report();
        return update(report, report.exchangeOrderId().isPresent() ? report.at() : null, null, report.at());
    }

    private Recorded update(OrderReport report, @Nullable Instant acknowledgedAt, @Nullable Instant exchangeUpdatedAt,
            @Nullable Instant concludedAt) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(UPDATE)) {
            new SqlParameters(statement).texts(thatCanBecome(report.status())).word(report.status())
                    .text(report.reason().orElse(null))
                    .text(report.exchangeOrderId().map(ExchangeOrderId::value).orElse(null))
                    .money(report.cumulativeQuantity()).moment(report.at()).moment(acknowledgedAt)
                    .moment(exchangeUpdatedAt).moment(concludedAt).held(key).text(key.modeWord())
                    .text(report.id().value());
            if (statement.executeUpdate() == 1) {
                return Recorded.APPLIED;
            }
        }
        return find(report.id(), row -> isSameMode(row) ? Recorded.UNCHANGED : Recorded.UNKNOWN_ORDER);
    }

    private static boolean saysTheExchangeHasIt(OrderReport report) {
        return switch (report.status()) {
            case PENDING, UNKNOWN, REJECTED -> false;
            case ACCEPTED, PARTIALLY_FILLED, FILLED -> true;
            case CANCELLED -> report.exchangeOrderId().isPresent();
        };
    }

    private static boolean saysTheExchangeSpoke(OrderStatus status) {
        return switch (status) {
            case PENDING, UNKNOWN -> false;
            case ACCEPTED, PARTIALLY_FILLED, FILLED, CANCELLED, REJECTED -> true;
        };
    }

    private Recorded explainMissedInsert(OrderRequest request, @Nullable BigDecimal limit,
            OrderRequest.TimeInForce timeInForce) throws SQLException {
        return find(request.id(), row -> {
            BigDecimal storedLimit = row.getBigDecimal("price");
            boolean same = isSameMode(row) && request.instrument().symbol().name().equals(row.getString("symbol"))
                    && request.instrument().category().wireName().equals(row.getString("category"))
                    && request.side().name().equals(row.getString("side"))
                    && timeInForce.name().equals(row.getString("time_in_force"))
                    && request.quantity().compareTo(row.getBigDecimal("qty")) == 0
                    && (limit == null ? storedLimit == null : storedLimit != null && limit.compareTo(storedLimit) == 0);
            if (!same) {
                throw new IllegalStateException(
                        "order id %s is already used by another order of %s".formatted(request.id(), key.bot()));
            }
            return Recorded.UNCHANGED;
        });
    }

    private Recorded find(ClientOrderId id, RowReader reader) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(FIND)) {
            new SqlParameters(statement).text(id.value()).held(key);
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next()) {
                    throw key.leaseLost();
                }
                return reader.read(row);
            }
        }
    }

    private boolean isSameMode(ResultSet row) throws SQLException {
        return key.modeWord().equals(row.getString("mode"));
    }

    private static String[] thatCanBecome(OrderStatus next) {
        return Arrays.stream(OrderStatus.values()).filter(status -> status.canBecome(next)).map(Enum::name)
                .toArray(String[]::new);
    }

    @FunctionalInterface
    private interface RowReader {
        Recorded read(ResultSet row) throws SQLException;
    }
}
