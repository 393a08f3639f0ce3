package io.tradinghub.engine;

import static io.tradinghub.engine.Bench.PERP;
import static io.tradinghub.engine.Bench.SPOT;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;

import io.tradinghub.bot.Target;
import io.tradinghub.order.OrderRequest.Effect;
import io.tradinghub.order.OrderRequest.Terms;
import io.tradinghub.order.OrderRequest.TimeInForce;
import io.tradinghub.order.Side;
import io.tradinghub.risk.RiskRule;
import org.junit.jupiter.api.Test;

/// What is done before the rules are known, when the target is reached, and about orders that rest.
final class OrdersThatFitTest {
    private static final Terms RESTING = new Terms.Limit(new BigDecimal("49000.0"), TimeInForce.GTC);

    @Test
    void aTargetThatComesBeforeTheRulesSellsNothingOfWhatIsHeld() {
        Desk desk = Desk.withoutRules(PERP);
        desk.hold(PERP, "0.05");
        desk.want(Target.now(PERP, 0.05));
        desk.workAtUsualPrice();
        desk.knowingRules();
        desk.workAtUsualPrice();
        assertThat(desk.placed()).isEmpty();
        desk.want(Target.now(PERP, 0.08));
        desk.workAtUsualPrice();
        assertThat(desk.placed()).singleElement()
                .satisfies(order -> assertThat(order.quantity()).isEqualByComparingTo("0.03"));
    }

    @Test
    void withoutRulesAPerpetualThatIsNotWantedIsClosedOnce() {
        Desk desk = Desk.withoutRules(PERP, SPOT);
        desk.hold(PERP, "0.0505");
        desk.hold(SPOT, "0.05");
        desk.want(Target.now(PERP, -0.01), Target.now(SPOT, 0));
        desk.state(PERP).pacing().pauseUntil(500);
        desk.workAtUsualPrice();
        assertThat(desk.placed()).isEmpty();
        for (int second = 0; second < 3; second++) {
            desk.pass(1_000);
            desk.workAtUsualPrice();
        }
        assertThat(desk.placed()).singleElement().satisfies(order -> {
            assertThat(order.instrument()).isEqualTo(PERP);
            assertThat(order.quantity()).isEqualByComparingTo("0.0505");
            assertThat(order.effect()).isEqualTo(Effect.REDUCE_ONLY);
        });
    }

    @Test
    void rulesThatDoNotComeAreToldAfterHalfAMinute() {
        Desk desk = Desk.withoutRules(PERP);
        desk.want(Target.now(PERP, 0));
        desk.pass(30_000);
        desk.workAtUsualPrice();
        assertThat(desk.announced()).isEmpty();
        desk.pass(1);
        desk.workAtUsualPrice();
        desk.workAtUsualPrice();
        assertThat(desk.announced()).containsExactly(RiskRule.RULES_ABSENT);
        assertThat(desk.placed()).isEmpty();
    }

    @Test
    void anOrderThatRestsDoesNotHideThatTheRulesDoNotCome() {
        Desk desk = Desk.withoutRules(PERP);
        desk.hold(PERP, "0.05");
        desk.underWay(PERP, Side.SELL, "0.05", RESTING, Effect.REDUCE_ONLY);
        desk.acknowledge(PERP);
        desk.pass(30_001);
        desk.workAtUsualPrice();
        assertThat(desk.announced()).containsExactly(RiskRule.RULES_ABSENT);
        assertThat(desk.cancels()).isEmpty();
    }

    @Test
    void nothingIsDoneOnceTheTargetIsReached() {
        Desk desk = Desk.trading(PERP, SPOT);
        desk.hold(PERP, "0.0155");
        desk.want(Target.now(PERP, 0.015), Target.now(SPOT, 0));
        desk.workAtUsualPrice();
        assertThat(desk.placed()).isEmpty();
        assertThat(desk.isAtRest(PERP)).isTrue();
        assertThat(desk.isAtRest(SPOT)).isTrue();
    }

    @Test
    void anEntryThatRestsWhereItIsWantedIsLeftAloneUntilItIsAskedAbout() {
        Desk desk = Desk.trading(PERP);
        desk.want(Target.at(PERP, 0.05, 49_000));
        desk.workAtUsualPrice();
        assertThat(desk.state(PERP).nextDueMillis(7)).as("nothing heard of it yet").isEqualTo(7);
        desk.acknowledge(PERP);
        desk.pass(1_000);
        desk.workAtUsualPrice();
        assertThat(desk.cancels()).isEmpty();
        assertThat(desk.state(PERP).nextDueMillis(7)).isEqualTo(5_000);
    }

    @Test
    void anEntryOfTheStartBeforeIsGivenAsLongAsDataMayBeOld() {
        Desk desk = Desk.trading(PERP);
        desk.underWay(PERP, Side.BUY, "0.05", RESTING, Effect.ANY);
        desk.acknowledge(PERP);
        desk.pass(15_000);
        desk.work();
        assertThat(desk.cancels()).isEmpty();
        desk.pass(1);
        desk.work();
        assertThat(desk.cancels()).hasSize(1);
    }

    @Test
    void anExitThatRestsStaysWhileTheStrategyHasNotSpoken() {
        Desk desk = Desk.trading(PERP);
        desk.hold(PERP, "0.05");
        desk.underWay(PERP, Side.SELL, "0.05", RESTING, Effect.REDUCE_ONLY);
        desk.acknowledge(PERP);
        desk.workAtUsualPrice();
        assertThat(desk.cancels()).isEmpty();
        desk.want(Target.at(PERP, 0, 55_000));
        desk.workAtUsualPrice();
        assertThat(desk.cancels()).as("now another price is wanted").hasSize(1);
    }

    @Test
    void anOrderThatRestsStaysWhileNoRulesAreKnownToJudgeItBy() {
        Desk desk = Desk.withoutRules(PERP);
        desk.hold(PERP, "0.05");
        desk.underWay(PERP, Side.SELL, "0.02", RESTING, Effect.REDUCE_ONLY);
        desk.acknowledge(PERP);
        desk.want(Target.at(PERP, 0.03, 49_000));
        desk.workAtUsualPrice();
        assertThat(desk.cancels()).isEmpty();
    }

    @Test
    void anOrderThatRestsIsNotJudgedAgainBeforeSomethingHappens() {
        Desk desk = Desk.trading(PERP);
        desk.underWay(PERP, Side.BUY, "0.05", RESTING, Effect.ANY);
        desk.acknowledge(PERP);
        desk.want(Target.at(PERP, 0.05, 48_000));
        desk.state(PERP).goal().settle();
        desk.workAtUsualPrice();
        assertThat(desk.cancels()).isEmpty();
    }

    @Test
    void anEntryThatLeadsToTheOtherSideIsTakenBack() {
        assertTakenBack(Target.at(PERP, -0.05, 49_000));
    }

    @Test
    void anEntryOfMoreThanIsWantedIsTakenBack() {
        assertTakenBack(Target.at(PERP, 0.049, 49_000));
    }

    @Test
    void anEntryThatRestsWhereItIsToTradeAtOnceIsTakenBack() {
        assertTakenBack(Target.now(PERP, 0.05));
    }

    private static void assertTakenBack(Target wanted) {
        Desk desk = Desk.trading(PERP);
        WorkingOrder.Open entry = desk.underWay(PERP, Side.BUY, "0.05", RESTING, Effect.ANY);
        desk.acknowledge(PERP);
        desk.want(wanted);
        desk.workAtUsualPrice();
        assertThat(desk.cancels()).containsExactly(new EngineCommand.Cancel(PERP, entry.request().id()));
        assertThat(desk.placed()).isEmpty();
    }

    @Test
    void anEntryOfLessThanIsWantedStays() {
        Desk desk = Desk.trading(PERP);
        desk.underWay(PERP, Side.BUY, "0.05", RESTING, Effect.ANY);
        desk.acknowledge(PERP);
        desk.want(Target.at(PERP, 0.07, 49_000));
        desk.workAtUsualPrice();
        assertThat(desk.cancels()).isEmpty();
    }
}
