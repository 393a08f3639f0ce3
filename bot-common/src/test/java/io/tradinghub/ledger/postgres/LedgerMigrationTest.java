package io.tradinghub.ledger.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import io.tradinghub.bot.BotId;
import io.tradinghub.ledger.Ledger;
import io.tradinghub.ledger.Ledger.Recorded;
import io.tradinghub.ledger.LedgerSnapshot;
import io.tradinghub.ledger.LedgerSnapshot.EquityMark;
import io.tradinghub.ledger.LedgerSnapshot.OpenOrder;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.order.ClientOrderId;
import io.tradinghub.order.ExecutionId;
import io.tradinghub.order.Fee;
import io.tradinghub.order.Fill;
import io.tradinghub.order.LedgerEntry.RiskEvent;
import io.tradinghub.order.OrderRequest;
import io.tradinghub.order.OrderRequest.Effect;
import io.tradinghub.order.OrderRequest.Terms;
import io.tradinghub.order.OrderRequest.TimeInForce;
import io.tradinghub.order.OrderStatus;
import io.tradinghub.order.Side;
import io.tradinghub.position.Position;
import io.tradinghub.risk.RiskRule;
import io.tradinghub.settings.HubMode;
import io.tradinghub.settings.PostgresSettings;
import io.tradinghub.settings.Secret;
import io.tradinghub.settings.StoreTimeouts;
import io.tradinghub.testing.ManualClock;
import io.tradinghub.testing.store.PostgresServer;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// A ledger that the version before V010 wrote migrates to the newest schema and says the same as before.
class LedgerMigrationTest {
    private static final BotId MOMENTUM = new BotId("bot_1_momentum");
    private static final BotId REVERSION = new BotId("bot_2_mean_reversion");
    private static final InstrumentId BTC = InstrumentId.linear("BTCUSDT");
    private static final InstrumentId ETH = InstrumentId.spot("ETHUSDT");
    private static PostgresServer server;
    private static PostgresSettings migrated;

    private final ManualClock clock = ManualClock.at("2026-01-02T01:03:26.061Z");

    @BeforeAll
    static void migrateAnOldLedger() throws SQLException {
        server = PostgresServer.start();
        server.execute("CREATE DATABASE of_version_nine");
        migrated = new PostgresSettings(server.url().replaceFirst("/postgres$", "/of_version_nine"), "postgres",
                Secret.of("postgres"),
                new StoreTimeouts(Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofSeconds(30)));
        migrate("9");
        try (Connection connection = connect(); Statement statement = connection.createStatement()) {
            statement.execute(LedgerOfV009.ROWS);
        }
        migrate("latest");
    }

    private static void migrate(String target) {
        Flyway.configure().dataSource(migrated.url(), "postgres", "postgres").locations("classpath:db/migration")
                .target(target).load().migrate();
    }

    @AfterAll
    static void stopPostgres() {
        server.close();
    }

    @Test
    void loadsWhatTheOldVersionLoaded() throws Exception {
        try (Ledger ledger = open(MOMENTUM, HubMode.PAPER)) {
            assertThat(ledger.load()).usingRecursiveComparison()
                    .withComparatorForType(BigDecimal::compareTo, BigDecimal.class)
                    .ignoringCollectionOrderInFields("trips", "bookedExecutions").isEqualTo(momentum());
        }
        try (Ledger ledger = open(REVERSION, HubMode.LIVE)) {
            LedgerSnapshot snapshot = ledger.load();
            assertThat(snapshot.openOrders()).extracting(order -> order.request().id().value() + " " + order.status())
                    .containsExactly("bot_2_mean_reversion-1 PARTIALLY_FILLED");
            assertThat(snapshot.positions()).extracting(Position::quantity, Position::ownQuantity)
                    .containsExactly(tuple(new BigDecimal("-0.2"),
                            new BigDecimal("-0.2")));
        }
    }

    @Test
    void everyFillOfTheOldVersionIsOfAnOrderAndTheBotsOwn() throws Exception {
        assertThat(row("SELECT count(*), count(*) FILTER (WHERE origin = 'ORDER' AND order_id IS NOT NULL"
                + " AND own_after = position_after AND sequence = 0) FROM fills WHERE exec_id LIKE 'e_'"))
                .isEqualTo("5|5");
    }

    @Test
    void everyRiskEventOfTheOldVersionHasAKeyAndANameOfToday() throws Exception {
        assertThat(row("SELECT count(*), count(DISTINCT event_key), count(*) FILTER (WHERE rule = 'EXIT_FAILING')"
                + " FROM risk_events")).isEqualTo("12|12|2");
        assertThat(row("SELECT event_key FROM risk_events WHERE rule = 'EXIT_FAILING' ORDER BY at LIMIT 1"))
                .isEqualTo("2026-01-02T01:03:05.060000Z EXIT_REFUSED");
    }

    @Test
    void anOrderOfTheOldVersionGoesOn() throws Exception {
        OrderRequest old = new OrderRequest(new ClientOrderId("bot_2_mean_reversion-1"), BTC, Side.SELL,
                new BigDecimal("0.5"), new Terms.Limit(new BigDecimal("60000"), TimeInForce.GTC), Effect.ANY,
                Instant.parse("2026-01-02T01:03:46.061Z"));
        try (Ledger ledger = open(REVERSION, HubMode.LIVE)) {
            ledger.commitIntent(old);
            assertThat(ledger.record(Fill.ofOrder(new ExecutionId("late"), old, new BigDecimal("0.3"),
                    new BigDecimal("60000"), Fee.inQuote(BigDecimal.ONE, "USDT"), Fill.Liquidity.MAKER,
                    clock.instant()))).isEqualTo(Recorded.APPLIED);
        }
        assertThat(row("SELECT status, cum_qty FROM orders WHERE order_link_id = 'bot_2_mean_reversion-1'"))
                .isEqualTo("FILLED|0.5");
    }

    /// As `load()` of the old version gave it; its day opened with the first snapshot of the day.
    private static LedgerSnapshot momentum() {
        List<Position> positions = List.of(
                new Position(BTC, new BigDecimal("0.009"), new BigDecimal("0.009"), new BigDecimal("60600.2"),
                        new BigDecimal("1.3998"), new BigDecimal("0.1258"), Instant.parse("2026-01-01T22:01:20.015Z")),
                new Position(ETH, new BigDecimal("1.4985"), new BigDecimal("1.4985"), new BigDecimal("2500.10"),
                        BigDecimal.ZERO, new BigDecimal("3.750150"), Instant.parse("2026-01-02T01:03:05.060Z")));
        List<OpenOrder> open = List.of(
                new OpenOrder(order(2, Side.SELL, "0.004", limit("62000", TimeInForce.POST_ONLY), Effect.REDUCE_ONLY,
                        "2026-01-02T01:01:45.030Z"), OrderStatus.PARTIALLY_FILLED, new BigDecimal("0.001")),
                new OpenOrder(order(3, Side.BUY, "0.002", limit("59000.5", TimeInForce.IOC), Effect.ANY,
                        "2026-01-02T01:02:05.045Z"), OrderStatus.UNKNOWN, BigDecimal.ZERO),
                new OpenOrder(order(5, Side.SELL, "0.003", limit("61900", TimeInForce.IOC), Effect.REDUCE_ONLY,
                        "2026-01-02T01:02:45.045Z"), OrderStatus.CANCELLED, BigDecimal.ZERO),
                new OpenOrder(order(7, Side.SELL, "0.009", new Terms.Market(), Effect.REDUCE_ONLY,
                        "2026-01-02T01:03:26.061Z"), OrderStatus.PENDING, BigDecimal.ZERO));
        List<RiskEvent> trips = List.of(trip(RiskRule.DAILY_LOSS, "2026-01-02T01:03:05.061", "9400.5"),
                trip(RiskRule.DRAWDOWN, "2026-01-02T01:03:06.061", "9390"));
        List<ExecutionId> booked = List.of("e1", "e2", "fund1", "fund2", "e3", "e4").stream().map(ExecutionId::new)
                .toList();
        EquityMark yesterday = new EquityMark(Instant.parse("2026-01-01T22:01:20.030Z"), new BigDecimal("5.368"));
        return new LedgerSnapshot(positions, open, List.of(), List.of(Instant.parse("2026-01-02T01:03:05.045Z")),
                booked, new BigDecimal("-0.04"), Optional.of(yesterday), Optional.of(yesterday), trips,
                Optional.empty(), Map.of(), Map.of(), List.of(), Set.of(),
                Optional.of(Instant.parse("2026-01-02T01:03:05.060Z")),
                Optional.empty());
    }

    private static Terms limit(String price, TimeInForce timeInForce) {
        return new Terms.Limit(new BigDecimal(price), timeInForce);
    }

    private static OrderRequest order(int number, Side side, String quantity, Terms terms, Effect effect, String at) {
        return new OrderRequest(new ClientOrderId("bot_1_momentum-" + number), BTC, side, new BigDecimal(quantity),
                terms, effect, Instant.parse(at));
    }

    private static RiskEvent trip(RiskRule rule, String at, String value) {
        return new RiskEvent("%s000Z %s".formatted(at, rule), Instant.parse(at + "Z"), rule, "about " + rule,
                Optional.of(new BigDecimal(value)));
    }

    private Ledger open(BotId bot, HubMode mode) throws InterruptedException {
        return PostgresLedger.open(migrated, bot, mode, clock);
    }

    private static String row(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            assertThat(row.next()).as(sql).isTrue();
            StringBuilder columns = new StringBuilder(row.getString(1));
            for (int column = 2; column <= row.getMetaData().getColumnCount(); column++) {
                columns.append('|').append(row.getString(column));
            }
            return columns.toString();
        }
    }

    private static Connection connect() throws SQLException {
        return DriverManager.getConnection(migrated.url(), "postgres", "postgres");
    }
}
