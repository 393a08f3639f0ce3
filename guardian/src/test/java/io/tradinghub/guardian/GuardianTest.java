package io.tradinghub.guardian;

import static io.tradinghub.guardian.GuardianBench.ONE;
import static io.tradinghub.guardian.GuardianBench.ROUND;
import static io.tradinghub.guardian.GuardianBench.TWO;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;

/// What people are told over faults, restarts and channels that fail, on real stores and a real receiver.
class GuardianTest extends OnGuardedHub {
    private static final Duration HEARTBEAT_EXPIRES = Duration.ofSeconds(15);
    private static final Duration FIRES_WITHIN = Duration.ofMinutes(2);
    private static final Duration ENDS_WITHIN = Duration.ofMinutes(6);

    @Test
    void aHubThatIsWellIsQuiet() {
        hub.passes(Duration.ofMinutes(10));
        assertThat(hub.receiver.taken()).isEmpty();
    }

    @Test
    void aDeadBotIsToldWithinTwoMinutes() {
        hub.silence(ONE);
        hub.passes(FIRES_WITHIN.minus(HEARTBEAT_EXPIRES));
        assertThat(hub.told()).containsExactly("BEGAN Bot silent: " + ONE);
    }

    @Test
    void aRecorderThatStopsIsToldWithinTwoMinutesInOneMessage() {
        hub.stopRecording();
        hub.passes(FIRES_WITHIN);
        List<Receiver.Posted> taken = hub.receiver.taken();
        assertThat(taken).hasSize(1);
        assertThat(hub.parsed(taken.getFirst().body()).path("text").asText())
                .contains("ALERT Recorder stale: linear:BTCUSDT, spot:BTCUSDT").contains("hub.example.org");
    }

    @Test
    void aRestartRepeatsNothingAndLosesNothing() {
        hub.silence(ONE);
        hub.passes(FIRES_WITHIN);
        assertThat(hub.told()).containsExactly("BEGAN Bot silent: " + ONE);
        hub.restart();
        hub.passes(FIRES_WITHIN);
        assertThat(hub.told()).isEmpty();
        hub.restart();
        hub.revive(ONE);
        hub.passes(ENDS_WITHIN);
        assertThat(hub.told()).containsExactly("ENDED Bot silent: " + ONE);
    }

    @Test
    void anEventWhileTheGuardianIsDownIsToldAtItsNextStart() {
        AlertScenario.event(hub, "ENTRY_REFUSED", "before");
        hub.passes(ROUND);
        assertThat(hub.told()).containsExactly("BEGAN ENTRY_REFUSED: " + ONE + " (paper)");
        hub.passesUnwatched(Duration.ofMinutes(10));
        AlertScenario.event(hub, "EXIT_FAILING", "meanwhile");
        hub.passesUnwatched(Duration.ofHours(2));
        hub.restart();
        hub.passes(ROUND);
        assertThat(hub.told()).containsExactly("BEGAN EXIT_FAILING: " + ONE + " (paper)");
    }

    @Test
    void anEventThatTheLedgerTookLateIsToldWhenItIsThere() {
        hub.sql("""
                INSERT INTO risk_events (bot_id, mode, event_key, at, rule, detail, recorded_at)
                VALUES ('%s', 'paper', 'late', '%s', 'LEDGER_AWAY', 'late', '%s')"""
                .formatted(ONE, hub.now().minus(Duration.ofHours(5)), hub.now()));
        hub.passes(ROUND);
        assertThat(hub.told()).containsExactly("BEGAN LEDGER_AWAY: " + ONE + " (paper)");
    }

    @Test
    void aReceiverThatFailsIsTriedAgainAndMissesNothing() {
        hub.receiver.answers(503, "");
        hub.silence(ONE);
        hub.passes(Duration.ofMinutes(10));
        assertThat(hub.receiver.taken()).as("tries, later and later").hasSizeBetween(4, 8);
        assertThat(hub.canTell()).isFalse();
        hub.restart();
        hub.receiver.answers(200, "");
        hub.passes(ROUND);
        assertThat(hub.told()).containsExactly("BEGAN Bot silent: " + ONE);
        assertThat(hub.canTell()).isTrue();
    }

    @Test
    void aReceiverThatIsBackIsToldWhatCameAndWent() {
        hub.receiver.answers(500, "");
        hub.silence(ONE);
        hub.passes(Duration.ofMinutes(3));
        hub.revive(ONE);
        hub.passes(Duration.ofMinutes(10));
        hub.receiver.answers(204, "");
        hub.receiver.taken();
        hub.restart();
        hub.passes(ROUND);
        assertThat(hub.receiver.taken()).singleElement()
                .satisfies(posted -> assertThat(hub.parsed(posted.body()).path("text").asText())
                        .contains("WAS Bot silent: " + ONE));
    }

    @Test
    void withoutPostgresBotsAreWatchedAndPeopleTold() {
        hub.turnPostgresAway();
        hub.silence(ONE);
        hub.passes(FIRES_WITHIN);
        assertThat(hub.told()).containsExactlyInAnyOrder("BEGAN Store away: PostgreSQL", "BEGAN Bot silent: " + ONE);
        hub.letPostgresIn();
        hub.passes(ROUND);
        assertThat(hub.postgres.row("SELECT string_agg(subject, ',' ORDER BY subject) FROM alerts"))
                .isEqualTo("PostgreSQL," + ONE);
        hub.revive(ONE);
        hub.passes(ENDS_WITHIN);
        assertThat(hub.told()).containsExactlyInAnyOrder("ENDED Store away: PostgreSQL", "ENDED Bot silent: " + ONE);
    }

    @Test
    void aStartWithoutAnyStoreIsToldAndThenGoesOn() {
        hub.silence(ONE);
        hub.passes(FIRES_WITHIN);
        assertThat(hub.told()).containsExactly("BEGAN Bot silent: " + ONE);
        hub.turnPostgresAway();
        hub.stopRedis();
        hub.restart();
        hub.passes(Duration.ofMinutes(1));
        assertThat(hub.told()).containsExactlyInAnyOrder("BEGAN Store away: PostgreSQL", "BEGAN Store away: Redis");
        hub.startRedis();
        hub.letPostgresIn();
        hub.passes(ENDS_WITHIN);
        assertThat(hub.told()).containsExactlyInAnyOrder("ENDED Store away: PostgreSQL", "ENDED Store away: Redis");
    }

    @Test
    void withoutRedisAPositionIsJudgedByTheLedger() {
        AlertScenario.hold(hub, ONE);
        hub.stopRedis();
        hub.passes(Duration.ofMinutes(5));
        assertThat(hub.told()).containsExactly("BEGAN Store away: Redis");
        hub.silence(ONE);
        hub.passes(Duration.ofMinutes(5));
        assertThat(hub.told()).containsExactly("BEGAN Position unwatched: " + ONE);
    }

    @Test
    void anEventHidesNoOtherOfItsRule() {
        hub.passes(ROUND);
        AlertScenario.event(hub, "FOREIGN_EXECUTION", "STOP SELL 0.1 of linear:BTCUSDT at 60000");
        hub.passes(ROUND);
        AlertScenario.event(hub, "FOREIGN_EXECUTION", "LIQUIDATION SELL 0.2 of linear:BTCUSDT at 59000");
        hub.passes(ROUND);
        AlertScenario.event(hub, "FOREIGN_EXECUTION", "STOP SELL 2 of linear:ETHUSDT at 3000");
        hub.passes(ROUND);
        assertThat(hub.told()).containsExactly("BEGAN FOREIGN_EXECUTION: " + ONE + " (paper) STOP linear:BTCUSDT",
                "BEGAN FOREIGN_EXECUTION: " + ONE + " (paper) LIQUIDATION linear:BTCUSDT",
                "BEGAN FOREIGN_EXECUTION: " + ONE + " (paper) STOP linear:ETHUSDT");
    }

    @Test
    void theFirstMinuteOfAHubInWhichNoCandleHasClosedYetIsWell() {
        hub.stopRecording();
        try (Jedis client = hub.client()) {
            client.flushAll();
        }
        hub.passes(Duration.ofSeconds(70));
        hub.record();
        hub.passes(Duration.ofMinutes(5));
        assertThat(hub.told()).isEmpty();
    }

    @Test
    void aStandbyWithALivingLeaderIsWell() {
        hub.startStandby(ONE, "STANDING_BY");
        hub.passes(Duration.ofMinutes(5));
        assertThat(hub.told()).isEmpty();
    }

    @Test
    void whatABotScribblesKeepsNoAlertOfAnotherBack() {
        hub.passes(ROUND);
        hub.botsSay("no JSON \u0000");
        hub.passes(ROUND);
        try (Jedis client = hub.client()) {
            client.del(TWO + ":state");
            client.rpush(TWO + ":state", "a list");
        }
        hub.silence(TWO);
        hub.passes(FIRES_WITHIN);
        assertThat(hub.told()).containsExactlyInAnyOrder("BEGAN Bot silent: " + ONE, "BEGAN Bot silent: " + TWO);
    }

    @Test
    void whatLastsIsToldAgainAfterHours() {
        hub.silence(ONE);
        hub.passes(Duration.ofMinutes(2));
        hub.told();
        hub.passes(Duration.ofHours(9), Duration.ofMinutes(5));
        assertThat(hub.told()).containsExactly("LASTS Bot silent: " + ONE, "LASTS Bot silent: " + ONE);
    }
}
