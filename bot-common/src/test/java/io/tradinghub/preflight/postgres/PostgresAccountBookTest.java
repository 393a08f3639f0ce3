package io.tradinghub.preflight.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import io.tradinghub.bot.BotId;
import io.tradinghub.market.StoreUnavailableException;
import io.tradinghub.preflight.AccountBook.Approval;
import io.tradinghub.preflight.AccountBook.Owner;
import io.tradinghub.preflight.AccountBook.Results;
import io.tradinghub.settings.HubMode;
import io.tradinghub.settings.PostgresSettings;
import io.tradinghub.store.PostgresSession;
import io.tradinghub.testing.store.PostgresServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PostgresAccountBookTest {
    private static final BotId ONE = new BotId("bot_1_momentum");
    private static final BotId TWO = new BotId("bot_2_mean_reversion");
    private static final String KEY = "0badcafe";
    private static final long UID = 4_000_000_000L;
    private static PostgresServer postgres;
    private static PostgresSettings first;
    private static PostgresSettings second;
    private PostgresSession firstSession;
    private PostgresSession secondSession;
    private PostgresAccountBook one;
    private PostgresAccountBook two;

    @BeforeAll
    static void startPostgres() {
        postgres = PostgresServer.start();
        first = postgres.createRole(ONE.value(), "hub_bot");
        second = postgres.createRole(TWO.value(), "hub_bot");
    }

    @AfterAll
    static void stopPostgres() {
        postgres.close();
    }

    @BeforeEach
    void empty() {
        postgres.truncateAll();
        postgres.execute("INSERT INTO bot_leases VALUES ('%s', 1, 'x', now()), ('%s', 1, 'x', now())".formatted(ONE,
                TWO));
        firstSession = new PostgresSession(first, "test", "");
        secondSession = new PostgresSession(second, "test", "");
        one = new PostgresAccountBook(firstSession, ONE, HubMode.LIVE);
        two = new PostgresAccountBook(secondSession, TWO, HubMode.LIVE);
    }

    @AfterEach
    void close() {
        firstSession.close();
        secondSession.close();
    }

    @Test
    void anAccountIsTheFirstBotsThatClaimsIt() {
        assertThat(one.ownerOf(UID)).isEqualTo(new Owner.Nobody());
        assertThat(one.claim(UID, KEY)).isEqualTo(new Owner.ThisBot());
        assertThat(one.ownerOf(UID)).isEqualTo(new Owner.ThisBot());
        assertThat(two.ownerOf(UID)).isEqualTo(new Owner.AnotherBot());
        assertThat(two.claim(UID, KEY)).isEqualTo(new Owner.AnotherBot());
        assertThat(postgres.row("SELECT string_agg(bot_id || ' ' || mode, ',') FROM bot_accounts"))
                .isEqualTo(ONE + " live");
    }

    @Test
    void lookingWritesNothing() {
        one.ownerOf(UID);
        boolean unused = one.isKeyKnown(KEY);
        assertThat(postgres.row("SELECT (SELECT count(*) FROM bot_accounts) + (SELECT count(*) FROM bot_account_keys)"))
                .isEqualTo("0");
    }

    @Test
    void aBotKeepsItsAccountInEachMode() {
        one.claim(UID, KEY);
        assertThat(one.claim(UID + 1, KEY)).isEqualTo(new Owner.OtherAccount(UID));
        assertThat(one.isKeyKnown(KEY)).isTrue();
        PostgresAccountBook demo = new PostgresAccountBook(firstSession, ONE, HubMode.DEMO);
        assertThat(demo.isKeyKnown(KEY)).isFalse();
        assertThat(demo.claim(UID + 1, KEY)).isEqualTo(new Owner.ThisBot());
    }

    @Test
    void recordsEveryKeyOfItsAccountOnce() {
        for (String fingerprint : List.of(KEY, "feedbeef", KEY)) {
            assertThat(one.claim(UID, fingerprint)).isEqualTo(new Owner.ThisBot());
        }
        assertThat(postgres.row("SELECT string_agg(fingerprint, ' ' ORDER BY first_used) FROM bot_account_keys"))
                .isEqualTo("0badcafe feedbeef");
        assertThat(one.isKeyKnown("feedbeef")).isTrue();
        assertThat(one.isKeyKnown("00000000")).isFalse();
    }

    @Test
    void whatAPersonReleasesAnotherBotMayTake() {
        one.claim(UID, KEY);
        postgres.execute("UPDATE bot_accounts SET released_at = now()");
        assertThat(one.isKeyKnown(KEY)).isFalse();
        assertThat(two.claim(UID, KEY)).isEqualTo(new Owner.ThisBot());
        assertThat(one.claim(UID, KEY)).isEqualTo(new Owner.AnotherBot());
        assertThat(one.claim(UID + 1, KEY)).isEqualTo(new Owner.ThisBot());
    }

    /// Both begin at one moment, again and again: only the database can decide.
    @Test
    void ofTwoThatClaimAtOnceExactlyOneGetsIt() throws Exception {
        CyclicBarrier start = new CyclicBarrier(2);
        try (ExecutorService both = Executors.newFixedThreadPool(2)) {
            for (int round = 0; round < 200; round++) {
                long uid = UID + round;
                Callable<Owner> mine = () -> {
                    start.await();
                    return one.claim(uid, KEY);
                };
                Callable<Owner> theirs = () -> {
                    start.await();
                    return two.claim(uid, KEY);
                };
                Future<Owner> first = both.submit(mine);
                Future<Owner> second = both.submit(theirs);
                assertThat(List.of(first.get(), second.get())).as("round %d", round)
                        .containsExactlyInAnyOrder(new Owner.ThisBot(), new Owner.AnotherBot());
                postgres.execute("UPDATE bot_accounts SET released_at = now() WHERE released_at IS NULL");
            }
        }
    }

    @Test
    void aBotSeesAndChangesNoClaimOfAnother() {
        one.claim(UID, KEY);
        two.claim(UID + 1, KEY);
        assertThat(row(second, "SELECT string_agg(DISTINCT bot_id, ',') FROM bot_accounts")).isEqualTo(TWO.value());
        assertThat(row(second, "SELECT string_agg(DISTINCT bot_id, ',') FROM bot_account_keys"))
                .isEqualTo(TWO.value());
        for (String sql : List.of("UPDATE bot_accounts SET released_at = now()", "DELETE FROM bot_accounts",
                "UPDATE bot_account_keys SET fingerprint = 'ffffffff'",
                "INSERT INTO bot_accounts (bot_id, mode, uid, released_at) VALUES ('%s', 'live', 9, now())".formatted(
                        TWO),
                "INSERT INTO live_approvals (bot_id, uid, capital, coin, who, origin) VALUES ('%s', 1, 1, 'USDT', '', '')"
                        .formatted(TWO))) {
            assertThatThrownBy(() -> execute(second, sql)).as(sql).hasMessageContaining("permission denied");
        }
        assertThatThrownBy(() -> execute(second,
                "INSERT INTO bot_accounts (bot_id, mode, uid) VALUES ('%s', 'demo', 9)".formatted(ONE)))
                .hasMessageContaining("row-level security");
        assertThatThrownBy(() -> execute(second,
                "INSERT INTO bot_accounts (bot_id, mode, uid) VALUES ('%s', 'live', 9)".formatted(TWO)))
                .as("a bot squats no second account").hasMessageContaining("bot_accounts_one_account_per_bot");
    }

    @Test
    void countsWhatWasEarnedAndWhatSpotCoinsCost() {
        postgres.execute(
                """
                        INSERT INTO fills (bot_id, mode, origin, exec_id, category, symbol, side, qty_filled, fill_price, liquidity,
                                           commission, commission_coin, commission_asset, quote_fee, realised_pnl, position_after,
                                           own_after, entry_price_after, realised_total, fees_total, opened_at, filled_at, booked_at)
                        VALUES ('%1$s', 'live', 'MANUAL', 'a', 'linear', 'BTCUSDT', 'BUY', 0.50, 1, 'TAKER',
                                0, 'USDT', 'QUOTE', 0, 0, 0.50, 0.50, 100, -30, 2, now(), now(), now()),
                               ('%1$s', 'live', 'MANUAL', 'b', 'spot', 'BTCUSDT', 'BUY', 0.50, 1, 'TAKER',
                                0, 'USDT', 'QUOTE', 0, 0, 0.50, 0.50, 100, 7, 1, now(), now(), now()),
                               ('%1$s', 'paper', 'MANUAL', 'c', 'spot', 'BTCUSDT', 'BUY', 0.50, 1, 'TAKER',
                                0, 'USDT', 'QUOTE', 0, 0, 0.50, 0.50, 100, 1000, 1, now(), now(), now());
                        INSERT INTO funding_payments VALUES ('%1$s', 'live', 'd', 'linear', 'BTCUSDT', 4, 0, 1, now())"""
                        .formatted(ONE));
        assertThat(one.results()).usingComparatorForType(BigDecimal::compareTo, BigDecimal.class)
                .usingRecursiveComparison().isEqualTo(new Results(new BigDecimal("-22"), new BigDecimal("50")));
        assertThat(two.results()).usingComparatorForType(BigDecimal::compareTo, BigDecimal.class)
                .usingRecursiveComparison().isEqualTo(new Results(BigDecimal.ZERO, BigDecimal.ZERO));
    }

    @Test
    void theNewestApprovalCounts() {
        assertThat(one.approval()).isEmpty();
        for (String capital : List.of("100", "250.5")) {
            postgres.execute(
                    "INSERT INTO live_approvals (bot_id, uid, capital, coin, who, origin) VALUES ('%s', 7, %s, 'USDT', 'me', 'x')"
                            .formatted(ONE, capital));
        }
        assertThat(one.approval()).hasValue(new Approval(7, new BigDecimal("250.5"), "USDT"));
        assertThat(two.approval()).isEmpty();
    }

    @Test
    void saysThatTheLedgerIsAway() {
        postgres.turnAway();
        assertThatThrownBy(() -> one.claim(UID, KEY)).isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("claim the account");
        postgres.letIn();
        assertThat(one.claim(UID, KEY)).isEqualTo(new Owner.ThisBot());
    }

    private static String row(PostgresSettings settings, String sql) {
        try (Connection connection = connect(settings);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            assertThat(row.next()).isTrue();
            return row.getString(1);
        } catch (SQLException failed) {
            throw new AssertionError(sql, failed);
        }
    }

    private static void execute(PostgresSettings settings, String sql) throws SQLException {
        try (Connection connection = connect(settings); Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static Connection connect(PostgresSettings settings) throws SQLException {
        return DriverManager.getConnection(settings.url(), settings.user(), settings.password().reveal());
    }
}
