package io.tradinghub.engine;

import static io.tradinghub.engine.Bench.PERP;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import io.tradinghub.bot.Target;
import io.tradinghub.order.Origin;
import io.tradinghub.order.Side;
import io.tradinghub.risk.HaltState;
import io.tradinghub.risk.RiskRule;
import org.junit.jupiter.api.Test;

/// What something other than the bot's own orders traded is booked, and neither bought back nor sold again.
final class ForeignExecutionTest {
    private final Bench bench = holding();

    private static Bench holding() {
        Bench bench = Bench.trading(PERP);
        bench.bot.wish(Target.now(PERP, 0.05));
        bench.quote(PERP, 50_000, 10);
        bench.pass(Duration.ofSeconds(2));
        return bench;
    }

    private void trade(Origin origin, Side side, String quantity) {
        bench.exchange.tradeOtherwise(origin, PERP, side, new BigDecimal(quantity));
        goOn(5);
    }

    private void goOn(int seconds) {
        for (int second = 0; second < seconds; second++) {
            bench.pass(Duration.ofSeconds(1));
            bench.quote(PERP, 50_000, 10);
        }
    }

    @Test
    void whatAHandClosedIsNotBoughtBack() {
        trade(Origin.MANUAL, Side.SELL, "0.02");
        assertThat(bench.held(PERP)).isEqualTo(0.03);
        assertThat(bench.booked(PERP)).isEqualByComparingTo("0.03");
        assertThat(bench.placed()).hasSize(1);
        assertThat(bench.announced()).contains(RiskRule.FOREIGN_EXECUTION);
    }

    @Test
    void whatAHandOpenedIsNotSoldAndTheBotsOwnPartIs() {
        trade(Origin.MANUAL, Side.BUY, "0.04");
        assertThat(bench.held(PERP)).isEqualTo(0.09);
        assertThat(bench.placed()).hasSize(1);
        bench.bot.wish(Target.now(PERP, 0));
        goOn(5);
        assertThat(bench.held(PERP)).isEqualTo(0.04);
        bench.bot.wish(Target.now(PERP, 0.07));
        goOn(5);
        assertThat(bench.held(PERP)).isEqualTo(0.04);
    }

    @Test
    void aLiquidationAndAnAdlAreBookedAndEndEntriesUntilTheyAreSettled() {
        trade(Origin.LIQUIDATION, Side.SELL, "0.05");
        trade(Origin.ADL, Side.BUY, "0.01");
        bench.bot.wish(Target.now(PERP, 0.07));
        goOn(5);
        assertThat(bench.held(PERP)).isEqualTo(0.01);
        assertThat(bench.placed()).hasSize(1);
    }

    @Test
    void theStateLastsOverARestart() {
        trade(Origin.MANUAL, Side.SELL, "0.02");
        bench.restart();
        goOn(5);
        assertThat(bench.held(PERP)).isEqualTo(0.03);
        assertThat(bench.placed()).hasSize(1);
    }

    @Test
    void adoptingMakesEverythingTheBotsOwnAgain() {
        trade(Origin.MANUAL, Side.BUY, "0.04");
        bench.tell(new EngineEvent.Adopted(Optional.empty(), bench.moment()));
        goOn(5);
        assertThat(bench.held(PERP)).isEqualTo(0.05);
        assertThat(bench.announced()).contains(RiskRule.ADOPTED);
        bench.restart();
        bench.bot.wish(Target.now(PERP, 0.06));
        goOn(5);
        assertThat(bench.held(PERP)).isEqualTo(0.06);
    }

    @Test
    void afterAStopNothingIsTradedUntilTheStrategyWantsSomethingElseOnNewerData() {
        bench.bot.wish(Target.now(PERP, 0.05).stoppedAt(49_000));
        goOn(3);
        bench.quote(PERP, 48_900, 10);
        goOn(5);
        assertThat(bench.held(PERP)).isZero();
        assertThat(bench.placed()).hasSize(1);
        bench.bot.wish(Target.now(PERP, 0.03));
        goOn(5);
        assertThat(bench.held(PERP)).isEqualTo(0.03);
    }

    @Test
    void thatTheStrategyWantedSomethingElseAfterAStopLastsOverARestart() {
        bench.bot.wish(Target.now(PERP, 0.05).stoppedAt(49_000));
        goOn(3);
        bench.quote(PERP, 48_900, 10);
        bench.bot.wish(Target.now(PERP, 0));
        goOn(5);
        bench.restart();
        bench.bot.wish(Target.now(PERP, -0.03));
        goOn(5);
        assertThat(bench.held(PERP)).isEqualTo(-0.03);
    }

    @Test
    void aStopAfterWhichTheStrategyHasNotDecidedPausesOverARestart() {
        bench.bot.wish(Target.now(PERP, 0.05).stoppedAt(49_000));
        goOn(3);
        bench.quote(PERP, 48_900, 10);
        bench.restart();
        goOn(5);
        assertThat(bench.held(PERP)).isZero();
        bench.bot.wish(Target.now(PERP, 0.03));
        goOn(5);
        assertThat(bench.held(PERP)).isEqualTo(0.03);
    }

    @Test
    void whatTheStrategyAnswersToReplayedCandlesSaysWhatSomethingElseIs() {
        bench.bot.wish(Target.now(PERP, 0.05).stoppedAt(49_000));
        goOn(3);
        bench.quote(PERP, 48_900, 10);
        bench.restart();
        bench.bot.wish(Target.now(PERP, 0));
        bench.warmUp(PERP, 50_000);
        bench.bot.wish(Target.now(PERP, 0.05));
        goOn(5);
        assertThat(bench.held(PERP)).as("it wanted nothing before").isEqualTo(0.05);
    }

    @Test
    void flatteningClosesAlsoWhatAHandOpened() {
        trade(Origin.MANUAL, Side.BUY, "0.04");
        bench.halt(HaltState.FLATTENING);
        goOn(5);
        assertThat(bench.held(PERP)).isZero();
        assertThat(bench.engine.isFlat()).isTrue();
        bench.halt(HaltState.RUNNING);
        goOn(5);
        assertThat(bench.held(PERP)).as("being flat has settled it").isEqualTo(0.05);
    }

    @Test
    void whatAHandOpenedHasAStop() {
        trade(Origin.MANUAL, Side.SELL, "0.15");
        assertThat(bench.held(PERP)).isEqualTo(-0.1);
        assertThat(bench.commands).filteredOn(EngineCommand.Protect.class::isInstance).last()
                .isInstanceOfSatisfying(EngineCommand.Protect.class, protect -> assertThat(
                        protect.protection().stopPrice().orElseThrow()).isGreaterThan(new BigDecimal("50000")));
    }

    @Test
    void anExecutionWithoutAnOrderIsFoundByTheResyncAfterADeadLink() {
        bench.isHeard = false;
        bench.exchange.tradeOtherwise(Origin.MANUAL, PERP, Side.SELL, new BigDecimal("0.02"));
        bench.isHeard = true;
        assertThat(bench.held(PERP)).isEqualTo(0.05);
        bench.exchange.resync(Instant.EPOCH);
        bench.pass(Duration.ofSeconds(1));
        assertThat(bench.held(PERP)).isEqualTo(0.03);
    }
}
