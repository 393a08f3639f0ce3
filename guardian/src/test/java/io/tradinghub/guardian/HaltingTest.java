package io.tradinghub.guardian;

import static io.tradinghub.guardian.GuardianBench.ONE;
import static io.tradinghub.guardian.GuardianBench.ROUND;
import static io.tradinghub.guardian.GuardianBench.TWO;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;

import io.tradinghub.guardian.fleet.FleetLimits;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;

/// What the guardian does about what it finds, with the rights of its role, on real stores.
class HaltingTest extends OnGuardedHub {
    private static final FleetLimits LOSS = new FleetLimits(Optional.of(new BigDecimal("300")), Optional.empty(),
            Duration.ofMinutes(1), false);
    private static final FleetLimits FLATTENING = new FleetLimits(LOSS.maxDailyLoss(), LOSS.maxDrawdown(),
            LOSS.blindAfter(), true);
    private static final Duration LONG = Duration.ofMinutes(6);
    private static final String HALT_OF_ONE = "control:halt:" + ONE;

    @Test
    void aLossHaltsTheBotsOfItsModeAndNoOther() {
        aLoss(LOSS);
        assertThat(hub.asked()).isEqualTo("HALT " + ONE);
        assertThat(hub.postgres.row("SELECT reason FROM control_requests")).contains("live lost 400.00")
                .contains("GUARDIAN_MAX_DAILY_LOSS 300");
        assertThat(hub.inRedis(HALT_OF_ONE)).isEqualTo("HALT 1 guardian");
        assertThat(hub.inRedis("control:halt:" + TWO)).isNull();
        hub.passes(Duration.ofMinutes(2));
        assertThat(hub.asked()).as("once").isEqualTo("HALT " + ONE);
    }

    @Test
    void oneWrongPriceHaltsNobody() {
        holding(LOSS);
        hub.price("50000");
        hub.passes(ROUND);
        hub.price("60000");
        hub.passes(LONG);
        assertThat(hub.asked()).isEmpty();
    }

    @Test
    void whatAPersonResumedStaysResumedUntilTheCauseBeginsAnew() {
        aLoss(LOSS);
        hub.resume(ONE);
        hub.passes(Duration.ofMinutes(10));
        hub.restart();
        hub.passes(Duration.ofMinutes(10));
        assertThat(hub.asked()).isEqualTo("HALT " + ONE);
        assertThat(hub.inRedis(HALT_OF_ONE)).isNull();
        hub.price("60000");
        hub.passes(LONG);
        hub.price("59600");
        hub.passes(ROUND.multipliedBy(2));
        assertThat(hub.asked()).isEqualTo("HALT " + ONE + ", HALT " + ONE);
        assertThat(hub.inRedis(HALT_OF_ONE)).isEqualTo("HALT 3 guardian");
    }

    @Test
    void withoutPostgresTheCopyHaltsAndTheRowFollows() {
        holding(LOSS);
        hub.turnPostgresAway();
        hub.passes(Duration.ofMinutes(2));
        assertThat(hub.inRedis(HALT_OF_ONE)).as("blind for longer than a minute").isEqualTo("HALT - guardian");
        assertThat(hub.inRedis("control:halt:" + TWO)).isEqualTo("HALT - guardian");
        hub.letPostgresIn();
        hub.passes(ROUND);
        assertThat(hub.asked()).isEqualTo("HALT %s, HALT %s".formatted(ONE, TWO));
        assertThat(hub.postgres.row("SELECT reason FROM control_requests LIMIT 1"))
                .contains("PostgreSQL does not answer");
    }

    @Test
    void theRowDoesNotFollowWhereAPersonHasResumedTheBotMeanwhile() {
        holding(LOSS);
        hub.turnPostgresAway();
        hub.passes(Duration.ofMinutes(2));
        hub.letPostgresIn();
        hub.resume(ONE);
        hub.passes(Duration.ofMinutes(2));
        assertThat(hub.asked()).isEqualTo("HALT " + TWO);
        assertThat(hub.inRedis(HALT_OF_ONE)).isNull();
    }

    @Test
    void withoutRedisTheRowHalts() {
        holding(LOSS);
        hub.stopRedis();
        hub.passes(Duration.ofMinutes(2));
        assertThat(hub.asked()).isEqualTo("HALT %s, HALT %s".formatted(ONE, TWO));
    }

    @Test
    void twoJudgementsFarEnoughApartFlattenWhereThatIsAllowed() {
        hub.mayFlatten(true);
        aLoss(FLATTENING);
        assertThat(hub.asked()).as("after ten seconds").isEqualTo("HALT " + ONE);
        hub.passes(Duration.ofSeconds(20));
        assertThat(hub.asked()).isEqualTo("HALT %s, FLATTEN %s".formatted(ONE, ONE));
        hub.passes(Duration.ofMinutes(3));
        assertThat(hub.asked()).as("once").isEqualTo("HALT %s, FLATTEN %s".formatted(ONE, ONE));
    }

    @Test
    void unaskedItFlattensNothing() {
        hub.mayFlatten(true);
        aLoss(LOSS);
        hub.passes(Duration.ofMinutes(3));
        assertThat(hub.asked()).isEqualTo("HALT " + ONE);
    }

    @Test
    void whatTheSettingAsksForNeedsTheRightOfTheRole() {
        aLoss(FLATTENING);
        hub.passes(Duration.ofMinutes(3));
        assertThat(hub.asked()).isEqualTo("HALT " + ONE);
    }

    @Test
    void aBotThatAPersonResumedIsNotFlattened() {
        hub.mayFlatten(true);
        aLoss(FLATTENING);
        hub.resume(ONE);
        hub.passes(Duration.ofMinutes(3));
        assertThat(hub.asked()).isEqualTo("HALT " + ONE);
    }

    @Test
    void oldPricesEndEntriesAndFlattenNothing() {
        hub.mayFlatten(true);
        holding(FLATTENING);
        hub.price("59600");
        hub.passes(ROUND);
        hub.stopQuotes();
        hub.passes(Duration.ofMinutes(5));
        assertThat(hub.asked()).contains("HALT " + ONE).doesNotContain("FLATTEN");
    }

    @Test
    void aDeadBotsPositionIsNoReasonToFlatten() {
        hub.mayFlatten(true);
        holding(FLATTENING);
        hub.silence(ONE);
        hub.price("59600");
        hub.passes(Duration.ofMinutes(2));
        assertThat(hub.asked()).contains("HALT " + ONE).doesNotContain("FLATTEN");
    }

    @Test
    void aFlatteningThatAPersonAskedForIsNotTurnedIntoAHalt() {
        holding(LOSS);
        hub.sql("""
                INSERT INTO control_requests (target, kind, who, origin, reason)
                VALUES ('%s', 'FLATTEN', 'alice', 'laptop', '')""".formatted(ONE));
        try (Jedis client = hub.client()) {
            client.set(HALT_OF_ONE, "FLATTEN 1 alice@laptop");
        }
        hub.price("59600");
        hub.passes(Duration.ofMinutes(2));
        assertThat(hub.asked()).isEmpty();
        assertThat(hub.inRedis(HALT_OF_ONE)).isEqualTo("FLATTEN 1 alice@laptop");
    }

    @Test
    void aBotOnARealAccountThatIsUnprotectedIsHaltedAndOneOnPaperIsNot() {
        hub.tradeIn(ONE, "testnet");
        AlertScenario.hold(hub, ONE);
        AlertScenario.hold(hub, TWO);
        hub.sql("UPDATE stops SET stop_price = NULL");
        hub.passes(Duration.ofMinutes(2));
        assertThat(hub.told()).containsExactlyInAnyOrder("BEGAN Position unprotected: " + ONE + " (testnet)",
                "BEGAN Position unprotected: " + TWO + " (paper)");
        assertThat(hub.asked()).isEqualTo("HALT " + ONE);
    }

    @Test
    void aLegThatTheOtherLegGuardsNeedsNoStop() {
        AlertScenario.hold(hub, ONE);
        hub.sql("UPDATE stops SET stop_price = NULL");
        hub.sql("UPDATE fills SET position_after = -1, side = 'SELL'");
        hub.sql("""
                INSERT INTO fills (bot_id, mode, exec_id, origin, category, symbol, side, qty_filled, fill_price, liquidity,
                                   commission, commission_coin, commission_asset, quote_fee, realised_pnl, position_after,
                                   own_after, entry_price_after, realised_total, fees_total, opened_at, filled_at)
                SELECT bot_id, mode, 'spot', origin, 'spot', symbol, 'BUY', qty_filled, fill_price, liquidity, commission,
                       commission_coin, commission_asset, quote_fee, realised_pnl, 0.999, 0.999, entry_price_after,
                       realised_total, fees_total, opened_at, filled_at FROM fills""");
        hub.passes(Duration.ofMinutes(3));
        assertThat(hub.told()).isEmpty();
    }

    @Test
    void showsThatItJudgesAsLongAsBothStoresAnswer() {
        hub.passes(ROUND);
        assertThat(hub.inRedis("guardian:heartbeat")).isEqualTo(Long.toString(hub.now().toEpochMilli()));
        try (Jedis client = hub.client()) {
            assertThat(client.ttl("guardian:heartbeat")).isBetween(50L, 60L);
        }
        long judged = hub.now().toEpochMilli();
        hub.turnPostgresAway();
        hub.passes(ROUND);
        assertThat(hub.inRedis("guardian:heartbeat")).isEqualTo(Long.toString(judged));
    }

    @Test
    void theHighestEquityIsRememberedOverARestart() {
        hub.tradeIn(ONE, "live");
        AlertScenario.hold(hub, ONE);
        hub.limit(new FleetLimits(Optional.empty(), Optional.of(0.02), Duration.ofMinutes(1), false));
        hub.price("61000");
        hub.passes(ROUND.multipliedBy(2));
        hub.restart();
        hub.price("60779");
        hub.passes(ROUND.multipliedBy(3));
        assertThat(hub.asked()).as("10,779 of 11,000").isEqualTo("HALT " + ONE);
    }

    @Test
    void aPingThatFailsHoldsUpNoJudgement() {
        hub.pingReceiver();
        hub.receiver.answersPings(500);
        hub.silence(ONE);
        hub.passes(Duration.ofMinutes(2));
        assertThat(hub.told()).containsExactly("BEGAN Bot silent: " + ONE);
        assertThat(hub.inRedis("guardian:heartbeat")).isEqualTo(Long.toString(hub.now().toEpochMilli()));
    }

    @Test
    void pingsOnceAMinuteAsLongAsItJudges() {
        hub.pingReceiver();
        hub.passes(Duration.ofMinutes(5));
        assertThat(pings()).isEqualTo(5);
        hub.turnPostgresAway();
        hub.passes(Duration.ofMinutes(5));
        assertThat(pings()).isZero();
        hub.letPostgresIn();
        hub.passes(ROUND);
        assertThat(pings()).isOne();
    }

    private static long pings() {
        return hub.receiver.taken().stream().filter(posted -> posted.path().equals("/ping")).count();
    }

    /// One lives and holds a bitcoin bought at 60,000; two is on paper.
    private static void holding(FleetLimits limits) {
        hub.tradeIn(ONE, "live");
        AlertScenario.hold(hub, ONE);
        hub.limit(limits);
        hub.passes(ROUND);
    }

    private static void aLoss(FleetLimits limits) {
        holding(limits);
        hub.price("59600");
        hub.passes(ROUND.multipliedBy(2));
    }
}
