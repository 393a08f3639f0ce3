package io.tradinghub.local.statement;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.tradinghub.bot.BotId;
import io.tradinghub.local.stores.LocalStoreException;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.order.Side;
import io.tradinghub.store.PostgresPool;

/// Reads a [Statement] from the ledger. Any thread may call.
public final class LedgerStatement {
    private static final String FILLS = """
            SELECT f.exec_id, f.category, f.symbol, f.side, f.qty_filled, f.fill_price, f.commission,
                   f.commission_coin, CASE f.origin WHEN 'ORDER' THEN coalesce(o.order_link_id, f.order_link_id)
                                      ELSE f.origin END AS made_by
            FROM fills f LEFT JOIN orders o USING (bot_id, order_id)
            WHERE f.bot_id = ? AND f.filled_at >= ? ORDER BY f.fill_id""";
    private static final String FUNDING = """
            SELECT exec_id, amount FROM funding_payments WHERE bot_id = ? AND settled_at >= ?""";
    private static final String POSITIONS = "SELECT category, symbol, qty FROM positions WHERE bot_id = ?";
    private static final String ORDERS = """
            SELECT order_link_id, status, cum_qty, created_at FROM orders WHERE bot_id = ?""";
    private static final String WRONG_SUMS = """
            SELECT category, symbol, summed_qty, qty FROM position_checks WHERE bot_id = ? AND summed_qty <> qty""";
    private static final String WATERMARK = """
            SELECT executions_until FROM execution_watermarks WHERE bot_id = ?""";
    private final PostgresPool pool;

    /// @param pool as a role that may read all rows; stays its owner's
    public LedgerStatement(PostgresPool pool) {
        this.pool = pool;
    }

    /// All that is booked.
    public Statement read(BotId bot) {
        return read(bot, Instant.EPOCH);
    }

    /// The same without executions and funding of before this moment.
    public Statement read(BotId bot, Instant since) {
        Map<String, Booking> executions = new LinkedHashMap<>();
        Map<String, BigDecimal> funding = new HashMap<>();
        Map<InstrumentId, BigDecimal> positions = new HashMap<>();
        Map<String, Statement.Order> orders = new HashMap<>();
        each(FILLS, bot, Optional.of(since),
                row -> executions.put(row.getString("exec_id"), new Booking(instrument(row),
                        Side.valueOf(row.getString("side")), row.getBigDecimal("qty_filled"),
                        row.getBigDecimal("fill_price"), row.getBigDecimal("commission"),
                        row.getString("commission_coin"),
                        String.valueOf(row.getString("made_by")))));
        each(FUNDING, bot, Optional.of(since),
                row -> funding.put(row.getString("exec_id"), row.getBigDecimal("amount").stripTrailingZeros()));
        each(POSITIONS, bot, Optional.empty(), row -> positions.put(instrument(row), row.getBigDecimal("qty")));
        each(ORDERS, bot, Optional.empty(),
                row -> orders.put(row.getString("order_link_id"), new Statement.Order(
                        state(row.getString("status")), row.getBigDecimal("cum_qty").stripTrailingZeros(),
                        row.getObject("created_at", OffsetDateTime.class).toInstant().toEpochMilli())));
        return new Statement(executions, funding, Statement.held(positions), orders);
    }

    /// Positions that are not the sum of their fills, for people.
    public List<String> wrongSums(BotId bot) {
        List<String> wrong = new ArrayList<>();
        each(WRONG_SUMS, bot, Optional.empty(),
                row -> wrong.add("fills of %s sum up to %s, the ledger's position is %s".formatted(
                        instrument(row), row.getBigDecimal("summed_qty").toPlainString(),
                        row.getBigDecimal("qty").toPlainString())));
        return wrong;
    }

    /// Up to when the exchange has told every execution.
    public Optional<Instant> watermark(BotId bot) {
        List<Instant> found = new ArrayList<>();
        each(WATERMARK, bot, Optional.empty(),
                row -> found.add(row.getObject("executions_until", OffsetDateTime.class).toInstant()));
        return found.stream().findFirst();
    }

    private static InstrumentId instrument(ResultSet row) throws SQLException {
        return InstrumentId.parse(row.getString("category") + ':' + row.getString("symbol"));
    }

    private static Statement.State state(String status) {
        return switch (status) {
            case "PENDING", "UNKNOWN" -> Statement.State.UNDECIDED;
            case "ACCEPTED", "PARTIALLY_FILLED" -> Statement.State.OPEN;
            default -> Statement.State.ENDED;
        };
    }

    private void each(String sql, BotId bot, Optional<Instant> since, Reading reading) {
        try (Connection connection = pool.borrow(); PreparedStatement question = connection.prepareStatement(sql)) {
            question.setString(1, bot.value());
            if (since.isPresent()) {
                question.setObject(2, since.get().atOffset(ZoneOffset.UTC));
            }
            try (ResultSet row = question.executeQuery()) {
                while (row.next()) {
                    reading.read(row);
                }
            }
        } catch (SQLException e) {
            throw new LocalStoreException("cannot read the ledger of %s: %s".formatted(bot, e.getMessage()), e);
        }
    }

    @FunctionalInterface
    private interface Reading {
        void read(ResultSet row) throws SQLException;
    }
}
