package io.tradinghub.engine;

import static io.tradinghub.engine.Bench.PERP;
import static io.tradinghub.engine.Bench.SPOT;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;

import io.tradinghub.bot.Target;
import io.tradinghub.order.OrderRequest;
import io.tradinghub.risk.RiskLimits;
import io.tradinghub.risk.RiskRule;
import org.junit.jupiter.api.Test;

/// What an entry is, when it leaves, and what becomes of one that may not or cannot.
final class EntryOrdersTest {

    static RiskLimits limits(String notional, int ordersPerMinute) {
        return new RiskLimits(new BigDecimal(notional), new BigDecimal(notional), ordersPerMinute,
                Duration.ofSeconds(15), new BigDecimal("300"), 0.20);
    }

    @Test
    void anEntryThatWasRefusedIsJudgedAgainAfterASecond() {
        Desk desk = Desk.trading(PERP);
        desk.state(PERP).historyComplete(false);
        desk.want(Target.now(PERP, 0.05));
        desk.workAtUsualPrice();
        assertThat(desk.refused()).containsExactly(RiskRule.HISTORY_INCOMPLETE);
        desk.state(PERP).historyComplete(true);
        desk.pass(999);
        desk.workAtUsualPrice();
        assertThat(desk.placed()).isEmpty();
        desk.pass(1);
        desk.workAtUsualPrice();
        assertThat(desk.placed()).hasSize(1);
    }

    @Test
    void everyEntryCountsForTheRateOfOrders() {
        Desk desk = new Desk(Bench.SETTINGS, limits("7500", 1), List.of(), PERP).knowingRules();
        desk.want(Target.now(PERP, 0.02));
        desk.workAtUsualPrice();
        desk.end(PERP);
        desk.pass(1_000);
        desk.workAtUsualPrice();
        assertThat(desk.placed()).hasSize(1);
        assertThat(desk.refused()).containsExactly(RiskRule.ORDER_RATE);
    }

    @Test
    void whatIsTooSmallToOpenIsToldOnceAndOpenedWhenThePriceMakesItWorthAnOrder() {
        Desk desk = Desk.trading(PERP);
        desk.want(Target.now(PERP, 0.001));
        desk.quote(PERP, 4_000);
        desk.work();
        assertThat(desk.refused()).containsExactly(RiskRule.BELOW_MINIMUM);
        assertThat(desk.isAtRest(PERP)).isTrue();
        desk.state(PERP).goal().unsettle();
        desk.work();
        assertThat(desk.refused()).hasSize(1);
        desk.quote(PERP, 4_999);
        desk.work();
        assertThat(desk.placed()).isEmpty();
        desk.quote(PERP, 5_000);
        desk.work();
        assertThat(desk.placed()).hasSize(1);
    }

    @Test
    void whatIsTooSmallToAddIsNobodysConcern() {
        Desk desk = Desk.trading(PERP);
        desk.hold(PERP, "0.05");
        desk.want(Target.now(PERP, 0.051));
        desk.quote(PERP, 4_000);
        desk.work();
        assertThat(desk.placed()).isEmpty();
        assertThat(desk.refused()).isEmpty();
    }

    @Test
    void anEntryOfAPerpetualCarriesItsStopAndNothingElseDoes() {
        Desk desk = Desk.trading(PERP, SPOT);
        desk.want(Target.now(PERP, 0.05).stoppedAt(48_000), Target.now(SPOT, 0.05).stoppedAt(48_000));
        desk.workAtUsualPrice();
        assertThat(desk.placed()).filteredOn(order -> order.instrument().equals(PERP)).singleElement()
                .satisfies(order -> assertThat(order.stopPrice().orElseThrow()).isEqualByComparingTo("48000"));
        assertThat(desk.placed()).filteredOn(order -> order.instrument().equals(SPOT)).singleElement()
                .satisfies(order -> assertThat(order.stopPrice()).isEmpty());
        desk.end(PERP);
        desk.hold(PERP, "0.05");
        desk.pass(1_000);
        desk.want(Target.now(PERP, 0.02).stoppedAt(48_000));
        desk.workAtUsualPrice();
        assertThat(desk.placed()).filteredOn(order -> !order.isEntry()).singleElement()
                .satisfies(order -> assertThat(order.stopPrice()).isEmpty());
    }

    @Test
    void theExchangeIsAskedAboutAnOrderAndAboutItsCancellationAfterFiveSeconds() {
        Desk desk = Desk.trading(PERP);
        desk.pass(7_000);
        desk.want(Target.at(PERP, 0.05, 49_000));
        desk.workAtUsualPrice();
        assertThat(desk.state(PERP).orders().lookUpAtMillis()).isEqualTo(12_000);
        desk.acknowledge(PERP);
        desk.pass(2_000);
        desk.want(Target.at(PERP, 0.05, 49_100));
        desk.workAtUsualPrice();
        assertThat(desk.cancels()).hasSize(1);
        assertThat(desk.state(PERP).orders().lookUpAtMillis()).isEqualTo(14_000);
    }

    @Test
    void theNextOrderLeavesASecondAfterTheOneBefore() {
        Desk desk = Desk.trading(PERP);
        desk.pass(7_000);
        desk.want(Target.now(PERP, 0.05));
        desk.workAtUsualPrice();
        desk.end(PERP);
        desk.pass(999);
        desk.workAtUsualPrice();
        assertThat(desk.placed()).hasSize(1);
        desk.pass(1);
        desk.workAtUsualPrice();
        assertThat(desk.placed()).hasSize(2);
    }

    @Test
    void anOrderMayStillArriveForTenSecondsAfterItWasSent() {
        Desk desk = new Desk(EngineSettings.DEFAULTS, RiskLimits.DEFAULTS, List.of(), PERP).knowingRules();
        desk.pass(7_000);
        desk.want(Target.now(PERP, 0.05));
        desk.workAtUsualPrice();
        assertThat(desk.state(PERP).orders().all()).singleElement().isInstanceOfSatisfying(WorkingOrder.Open.class,
                open -> assertThat(open.lastArrivalMillis()).isEqualTo(17_000));
    }

    @Test
    void nothingIsOpenedWhereTheExchangeTakesNoOrderOfOneStep() {
        Desk desk = Desk.trading(PERP);
        desk.publish(ExitOrdersTest.takingAtMost("0.0005"));
        desk.want(Target.now(PERP, 0.05));
        desk.workAtUsualPrice();
        assertThat(desk.placed()).extracting(OrderRequest::quantity).isEmpty();
    }
}
