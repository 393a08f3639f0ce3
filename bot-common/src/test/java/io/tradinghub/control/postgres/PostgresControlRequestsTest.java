package io.tradinghub.control.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

import io.tradinghub.bot.BotId;
import io.tradinghub.control.ControlProgress;
import io.tradinghub.control.ControlProgress.State;
import io.tradinghub.control.ControlRequest;
import io.tradinghub.control.ControlRequest.Addressee;
import io.tradinghub.control.ControlRequest.Kind;
import io.tradinghub.control.ControlRequests.Asked;
import io.tradinghub.control.HaltOrder;
import io.tradinghub.control.HaltOrders;
import io.tradinghub.exchange.RequestUse;
import io.tradinghub.market.StoreUnavailableException;
import io.tradinghub.risk.HaltState;
import io.tradinghub.store.PostgresSession;
import io.tradinghub.testing.store.PostgresServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PostgresControlRequestsTest {
    private static final String BOT = "bot_1_momentum";
    private static PostgresServer postgres;
    private static PostgresControlRequests requests;

    @BeforeAll
    static void start() {
        postgres = PostgresServer.start();
        requests = new PostgresControlRequests(
                new PostgresSession(postgres.createRole(BOT, "hub_bot"), "test", ""), new BotId(BOT));
        postgres.execute("INSERT INTO bot_leases VALUES ('%s', 1, 'test', now())".formatted(BOT));
    }

    @AfterAll
    static void stop() {
        requests.close();
        postgres.close();
    }

    @BeforeEach
    void forget() {
        postgres.execute("TRUNCATE control_progress, control_requests RESTART IDENTITY");
    }

    @Test
    void readsTheNewestOrderToEachTargetAndWhatIsOpen() {
        ask(BOT, "HALT", "NULL");
        ask("all", "FLATTEN", "NULL");
        ask("bot_2_mean_reversion", "FLATTEN", "NULL");
        ask(BOT, "RESUME", "NULL");
        ask(BOT, "ADOPT", "'linear:BTCUSDT'");
        assertThat(requests.read()).isEqualTo(new Asked(
                new HaltOrders(Optional.of(new HaltOrder(HaltState.FLATTENING, 2)),
                        Optional.of(new HaltOrder(HaltState.RUNNING, 4))),
                List.of(request(1, Addressee.THIS_BOT, Kind.HALT), request(2, Addressee.ALL, Kind.FLATTEN),
                        request(4, Addressee.THIS_BOT, Kind.RESUME),
                        new ControlRequest(5, Addressee.THIS_BOT, Kind.ADOPT, Optional.of("linear:BTCUSDT")))));
    }

    @Test
    void whatIsDoneStaysAnOrderAndIsNotOpen() {
        ask(BOT, "HALT", "NULL");
        ask("all", "FLATTEN", "NULL");
        requests.write(new ControlProgress(request(1, Addressee.THIS_BOT, Kind.HALT), State.TAKEN, "told"));
        requests.write(new ControlProgress(request(2, Addressee.ALL, Kind.FLATTEN), State.TAKEN, "told"));
        assertThat(requests.read().open()).hasSize(2);
        requests.write(new ControlProgress(request(1, Addressee.THIS_BOT, Kind.HALT), State.DONE, "halted"));
        requests.write(new ControlProgress(request(2, Addressee.ALL, Kind.FLATTEN), State.DONE, "flat"));
        assertThat(requests.read()).isEqualTo(new Asked(
                new HaltOrders(Optional.of(new HaltOrder(HaltState.FLATTENING, 2)),
                        Optional.of(new HaltOrder(HaltState.HALTED, 1))),
                List.of()));
        assertThat(postgres.row("SELECT state, detail FROM control_requests WHERE request_id = 1"))
                .isEqualTo("DONE|halted");
        assertThat(postgres.row("SELECT bot_id, state, detail FROM control_progress")).isEqualTo(BOT + "|DONE|flat");
    }

    @Test
    void whatHasEndedStaysAsItEnded() {
        ask(BOT, "RESUME", "NULL");
        ask("all", "RESUME", "NULL");
        for (ControlRequest request : List.of(request(1, Addressee.THIS_BOT, Kind.RESUME),
                request(2, Addressee.ALL, Kind.RESUME))) {
            requests.write(new ControlProgress(request, State.FAILED, "still halted"));
            requests.write(new ControlProgress(request, State.DONE, "told twice"));
        }
        assertThat(postgres.row("SELECT r.state, p.state FROM control_requests r, control_progress p "
                + "WHERE r.request_id = 1")).isEqualTo("FAILED|FAILED");
    }

    @Test
    void aRequestToAllOfLongAgoIsNotCarriedOutAndStillHalts() {
        ask("all", "HALT", "NULL");
        postgres.execute("UPDATE control_requests SET asked_at = now() - interval '2 days'");
        assertThat(requests.read()).isEqualTo(
                new Asked(new HaltOrders(Optional.of(new HaltOrder(HaltState.HALTED, 1)), Optional.empty()),
                        List.of()));
    }

    @Test
    void saysThatPostgresIsAwayAndGoesOnWhenItIsBack() {
        ask(BOT, "HALT", "NULL");
        assertThat(requests.read().open()).hasSize(1);
        postgres.turnAway();
        assertThatThrownBy(requests::read).isInstanceOf(StoreUnavailableException.class);
        postgres.letIn();
        assertThat(requests.read().open()).hasSize(1);
    }

    @Test
    void aTableThatHangsCountsAsAway() throws SQLException {
        try (Connection connection = postgres.connect(); Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("LOCK TABLE control_requests");
            assertThatThrownBy(requests::read).isInstanceOf(StoreUnavailableException.class)
                    .hasMessageContaining("timeout");
        }
    }

    @Test
    void theUseOfRequestsIsKeptForEachMinuteOfADay() {
        requests.show(new RequestUse(5, Duration.ofMillis(20), 0, 16));
        postgres.execute("UPDATE request_use SET at = at - interval '1 day'");
        requests.show(new RequestUse(7, Duration.ofMillis(1_500), 1, 16));
        assertThat(postgres.row("""
                SELECT bot_id, sent, waited_millis, bans, allowed_in_5s, at > now() - interval '1 minute'
                FROM request_use ORDER BY at DESC LIMIT 1""")).isEqualTo(BOT + "|7|1500|1|16|t");
        // A minute may have passed between the two.
        assertThat(postgres.row("SELECT count(*) FROM request_use WHERE at > now() - interval '1 hour'"))
                .isEqualTo("1");
    }

    private static ControlRequest request(long id, Addressee target, Kind kind) {
        return new ControlRequest(id, target, kind, Optional.empty());
    }

    private static void ask(String target, String kind, String instrument) {
        postgres.execute("""
                INSERT INTO control_requests (target, kind, instrument, who, origin, reason)
                VALUES ('%s', '%s', %s, 'alice', 'laptop', 'test')""".formatted(target, kind, instrument));
    }
}
