package io.tradinghub.local.view;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tradinghub.bot.BotId;
import io.tradinghub.store.PostgresPool;
import io.tradinghub.store.RedisPool;

/// Reads the positions and profits of the bots from the ledger, as a dashboard does, and their status from Redis.
public final class FleetView {
    private static final String BOOKED = "SELECT bot_id, fills, realised_pnl + funding AS realised, fees FROM bot_pnl";
    private static final String HELD = "SELECT bot_id, category, symbol, qty FROM positions WHERE qty <> 0 "
            + "ORDER BY symbol, category";
    private static final String MISMATCHES = "SELECT count(*) FROM position_checks WHERE summed_qty <> qty";
    private static final String QUOTE_COIN = "USDT";
    private static final double NANOS_PER_MILLI = 1e6;
    private final PostgresPool ledger;
    private final RedisPool live;
    private final ObjectMapper json = new ObjectMapper();
    private final double speed;

    /// @param ledger with a role that may read all rows
    /// @param live where each bot publishes its status
    /// @param speed of market time, by which lags are divided
    public FleetView(PostgresPool ledger, RedisPool live, double speed) {
        this.ledger = ledger;
        this.live = live;
        this.speed = speed;
    }

    /// Reads the rows of these bots, in this order.
    public List<BotRow> rows(List<BotId> bots) throws SQLException {
        Map<String, Booked> booked = new HashMap<>();
        Map<String, List<String>> held = new TreeMap<>();
        try (Connection connection = ledger.borrow(); Statement statement = connection.createStatement()) {
            try (ResultSet row = statement.executeQuery(BOOKED)) {
                while (row.next()) {
                    booked.put(row.getString(1),
                            new Booked(row.getLong(2), row.getBigDecimal(3), row.getBigDecimal(4)));
                }
            }
            try (ResultSet row = statement.executeQuery(HELD)) {
                while (row.next()) {
                    held.computeIfAbsent(row.getString(1), _ -> new ArrayList<>())
                            .add(holding(row.getString(2), row.getString(3), row.getBigDecimal(4)));
                }
            }
        }
        return bots.stream().map(bot -> row(bot, booked.getOrDefault(bot.value(), Booked.NOTHING),
                String.join(", ", held.getOrDefault(bot.value(), List.of("flat"))))).toList();
    }

    /// Counts the positions that are not the sum of their fills; any other result than 0 is a bug.
    public long positionMismatches() throws SQLException {
        try (Connection connection = ledger.borrow();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(MISMATCHES)) {
            row.next();
            return row.getLong(1);
        }
    }

    private BotRow row(BotId bot, Booked booked, String holding) {
        JsonNode state = state(bot);
        Optional<Duration> lag = Optional.ofNullable(state.get("candleLagMillis"))
                .map(millis -> Duration.ofNanos((long) (millis.asLong() * NANOS_PER_MILLI / speed)));
        BigDecimal unrealised = new BigDecimal(state.path("unrealisedPnl").asText("0"));
        Optional<String> note = state.isEmpty()
                ? Optional.of("starting")
                : Optional.ofNullable(state.get("entriesEndedBy")).map(JsonNode::asText);
        return new BotRow(bot.value(), holding, booked.trades, booked.realised, unrealised, booked.fees, lag, note);
    }

    private JsonNode state(BotId bot) {
        String text = live.call("read state", redis -> Objects.requireNonNullElse(redis.get(bot + ":state"), "{}"));
        try {
            return json.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the state of %s is not JSON".formatted(bot), e);
        }
    }

    private static String holding(String category, String symbol, BigDecimal quantity) {
        String plain = quantity.stripTrailingZeros().toPlainString();
        String coin = symbol.endsWith(QUOTE_COIN) ? symbol.substring(0, symbol.length() - QUOTE_COIN.length()) : symbol;
        return coin + (category.equals("spot") ? " spot " : " ") + (quantity.signum() > 0 ? "+" : "") + plain;
    }

    private record Booked(long trades, BigDecimal realised, BigDecimal fees) {
        private static final Booked NOTHING = new Booked(0, BigDecimal.ZERO, BigDecimal.ZERO);
    }
}
