package io.tradinghub.ledger.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

import io.tradinghub.bot.BotId;
import io.tradinghub.ledger.Ledger;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.order.ClientOrderId;
import io.tradinghub.order.ExecutionId;
import io.tradinghub.order.Fee;
import io.tradinghub.order.Fill;
import io.tradinghub.order.LedgerEntry;
import io.tradinghub.order.OrderRequest;
import io.tradinghub.order.Side;
import io.tradinghub.order.StartMark;
import io.tradinghub.settings.HubMode;
import io.tradinghub.settings.PostgresSettings;
import io.tradinghub.testing.ManualClock;
import io.tradinghub.testing.store.PostgresServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SeparateBotsTest {
    private static final InstrumentId BTC = InstrumentId.linear("BTCUSDT");
    private static PostgresServer postgres;
    private static PostgresSettings first;
    private static PostgresSettings second;
    private static PostgresSettings reader;

    @BeforeAll
    static void tradeWithTwoRoles() throws Exception {
        postgres = PostgresServer.start();
        first = postgres.createRole("bot_1_momentum", "hub_bot");
        second = postgres.createRole("bot_2_mean_reversion", "hub_bot");
        reader = postgres.createRole("grafana", "hub_reader");
        trade(first);
        trade(second);
    }

    @AfterAll
    static void stopPostgres() {
        postgres.close();
    }

    @Test
    void aBotSeesOnlyItsOwnRowsInEveryTableAndView() throws Exception {
        for (String relation : new String[]{"bot_leases", "orders", "fills", "positions", "bot_pnl", "daily_pnl",
                "position_checks", "open_orders", "execution_watermarks", "stops", "account_claims",
                "passed_over_rows"}) {
            assertThat(query(first, "SELECT string_agg(DISTINCT bot_id, ',') FROM " + relation)).as(relation)
                    .isEqualTo("bot_1_momentum");
        }
        assertThat(query(first, "SELECT bots FROM fleet_pnl")).isEqualTo("1");
    }

    @Test
    void aReaderSeesEveryBotAndCannotWrite() throws Exception {
        assertThat(query(reader, "SELECT count(DISTINCT bot_id) FROM fills")).isEqualTo("2");
        assertThat(query(reader, "SELECT bots FROM fleet_pnl")).isEqualTo("2");
        assertThatThrownBy(() -> execute(reader, "UPDATE orders SET qty = 2"))
                .hasMessageContaining("permission denied");
    }

    @Test
    void aBotCannotChangeOrAddRowsOfAnother() throws Exception {
        assertThat(execute(first, "UPDATE orders SET version = 2 WHERE bot_id = 'bot_2_mean_reversion'")).isZero();
        assertThatThrownBy(() -> execute(first, "UPDATE orders SET qty = 2")).hasMessageContaining("permission denied");
        assertThatThrownBy(() -> execute(first, "INSERT INTO bot_leases VALUES ('bot_3_arbitrage', 1, 'me', now())"))
                .hasMessageContaining("row-level security");
        assertThatThrownBy(() -> execute(first, "UPDATE orders SET bot_id = 'bot_2_mean_reversion'"))
                .hasMessageContaining("permission denied");
        assertThatThrownBy(() -> execute(first, "DELETE FROM fills")).hasMessageContaining("permission denied");
        assertThatThrownBy(() -> execute(first, "CREATE TABLE mine (x int)")).hasMessageContaining("permission denied");
        assertThatThrownBy(
                () -> execute(first, "INSERT INTO candles VALUES ('linear', 'X', '1', now(), 1, 1, 1, 1, 1, 1)"))
                .hasMessageContaining("permission denied");
    }

    @Test
    void everyTableWithABotIdHasForcedRowLevelSecurity() {
        assertThat(postgres.row("""
                SELECT string_agg(c.relname, ' ' ORDER BY c.relname),
                       count(*) FILTER (WHERE NOT c.relrowsecurity OR NOT c.relforcerowsecurity)
                FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'bot_id'
                WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace"""))
                .isEqualTo(
                        "account_claims bot_account_keys bot_accounts bot_health bot_leases control_progress equity_snapshots"
                                + " execution_watermarks fills funding_payments live_approvals orders"
                                + " passed_over_rows request_use risk_events stops|0");
    }

    private static void trade(PostgresSettings settings) throws InterruptedException {
        BotId bot = new BotId(settings.user());
        ManualClock clock = ManualClock.at("2026-01-02T03:04:05Z");
        ClientOrderId id = ClientOrderId.of(bot, new StartMark("0abc12xyz"), 1);
        try (Ledger ledger = PostgresLedger.open(settings, bot, HubMode.PAPER, clock)) {
            OrderRequest order = new OrderRequest(id, BTC, Side.BUY, BigDecimal.TWO, new OrderRequest.Terms.Market(),
                    OrderRequest.Effect.ANY, clock.instant());
            ledger.commitIntent(order);
            ledger.record(Fill.ofOrder(new ExecutionId("e1"), order, BigDecimal.ONE, BigDecimal.TEN,
                    Fee.inQuote(BigDecimal.ONE, "USDT"), Fill.Liquidity.TAKER, clock.instant()));
            ledger.record(new LedgerEntry.Watermark(clock.instant()));
            ledger.record(new LedgerEntry.Watermark(clock.instant().plusSeconds(1)));
            ledger.record(new LedgerEntry.StopMoved(BTC, Optional.of(BigDecimal.TEN), clock.instant()));
            ledger.record(new LedgerEntry.StopMoved(BTC, Optional.empty(), clock.instant()));
            ledger.record(new LedgerEntry.Claim(BTC, LedgerEntry.Claim.Kind.ADOPTED, clock.instant()));
            ledger.record(new LedgerEntry.PassedOver("row", "it cannot be read", clock.instant()));
        }
    }

    private static String query(PostgresSettings settings, String sql) throws SQLException {
        try (Connection connection = connect(settings);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    private static int execute(PostgresSettings settings, String sql) throws SQLException {
        try (Connection connection = connect(settings); Statement statement = connection.createStatement()) {
            return statement.executeUpdate(sql);
        }
    }

    private static Connection connect(PostgresSettings settings) throws SQLException {
        return DriverManager.getConnection(settings.url(), settings.user(), settings.password().reveal());
    }
}
