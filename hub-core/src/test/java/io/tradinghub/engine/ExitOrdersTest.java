package io.tradinghub.engine;

import static io.tradinghub.engine.Bench.PERP;
import static io.tradinghub.engine.Bench.SPOT;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

import io.tradinghub.bot.Target;
import io.tradinghub.exchange.AccountState;
import io.tradinghub.market.Instrument;
import io.tradinghub.order.OrderRequest;
import io.tradinghub.order.OrderRequest.Effect;
import io.tradinghub.order.OrderRequest.Terms;
import io.tradinghub.order.OrderRequest.TimeInForce;
import io.tradinghub.order.Side;
import io.tradinghub.risk.RiskLimits;
import io.tradinghub.risk.RiskRule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// How much an exit sells or buys back, on which terms, and for what it waits.
final class ExitOrdersTest {

    static Instrument takingAtMost(String quantity) {
        Instrument usual = Bench.instrument(PERP);
        BigDecimal most = new BigDecimal(quantity);
        return new Instrument(PERP, "BTC", "USDT", usual.tickSize(), usual.quantityStep(), usual.minQuantity(),
                usual.minNotional(), most, most, usual.fundingPeriod());
    }

    @ParameterizedTest(name = "of {0} down to {1}: {2} at {3}")
    @CsvSource({"0.015, 0, 0.015, limit", "0.0155, 0, 0.0155, market", "-0.0155, 0, 0.0155, market",
            "0.0155, 0.005, 0.010, limit", "0.0155, -0.005, 0.0155, market", "60, 0, 50, limit",
            "60.0005, 0, 50, limit", "50.0005, 0, 50, limit", "49.0005, 0, 49.0005, market",
            "49.9995, 0, 49.9995, market"})
    void sellsWhatIsNotWantedAndNoMoreThanOneOrderTakes(String held, double wanted, String sold, String terms) {
        Desk desk = Desk.trading(PERP);
        desk.hold(PERP, held);
        desk.want(Target.now(PERP, wanted));
        desk.workAtUsualPrice();
        assertThat(desk.placed()).singleElement().satisfies(order -> {
            assertThat(order.quantity()).isEqualByComparingTo(sold);
            assertThat(order.effect()).isEqualTo(Effect.REDUCE_ONLY);
            assertThat(order.terms() instanceof Terms.Market ? "market" : "limit").isEqualTo(terms);
        });
    }

    @Test
    void aRestOfAPerpetualIsClosedAsAWholeByOneOrderAtATime() {
        Desk desk = Desk.trading(PERP);
        desk.publish(Bench.instrument(PERP, "0.01"));
        desk.hold(PERP, "0.005");
        desk.state(PERP).pacing().pauseUntil(500);
        desk.want(Target.now(PERP, 0));
        desk.workAtUsualPrice();
        assertThat(desk.placed()).isEmpty();
        desk.pass(500);
        desk.workAtUsualPrice();
        desk.pass(1_000);
        desk.workAtUsualPrice();
        assertThat(desk.placed()).singleElement().satisfies(order -> {
            assertThat(order.side()).isEqualTo(Side.SELL);
            assertThat(order.quantity()).isEqualByComparingTo("0.005");
            assertThat(order.effect()).isEqualTo(Effect.REDUCE_ONLY);
        });
        assertThat(desk.refused()).isEmpty();
    }

    @Test
    void aRestOfSpotIsLeftAndToldOnce() {
        Desk desk = Desk.trading(SPOT);
        desk.hold(SPOT, "0.0005");
        desk.want(Target.now(SPOT, 0));
        desk.workAtUsualPrice();
        assertThat(desk.isAtRest(SPOT)).isTrue();
        desk.state(SPOT).goal().unsettle();
        desk.workAtUsualPrice();
        assertThat(desk.placed()).isEmpty();
        assertThat(desk.refused()).containsExactly(RiskRule.DUST_LEFT);
    }

    @Test
    void spotThatIsWorthTooLittleIsToldOnceAndSoldWhenThePriceMakesItWorthAnOrder() {
        Desk desk = Desk.trading(SPOT);
        desk.hold(SPOT, "0.001");
        desk.want(Target.now(SPOT, 0));
        desk.quote(SPOT, 4_000);
        desk.work();
        assertThat(desk.isAtRest(SPOT)).isTrue();
        desk.state(SPOT).goal().unsettle();
        desk.work();
        assertThat(desk.refused()).containsExactly(RiskRule.DUST_LEFT);
        desk.quote(SPOT, 4_999);
        desk.work();
        assertThat(desk.placed()).isEmpty();
        desk.quote(SPOT, 5_000);
        desk.work();
        assertThat(desk.placed()).singleElement()
                .satisfies(order -> assertThat(order.quantity()).isEqualByComparingTo("0.001"));
    }

    @Test
    void spotThatTheWalletDoesNotHoldIsNotSold() {
        Desk desk = Desk.trading(SPOT);
        desk.hold(SPOT, "0.05");
        desk.wallet.seen(new AccountState(Map.of(), Map.of(), List.of(), Map.of(), Bench.START));
        desk.want(Target.now(SPOT, 0));
        desk.workAtUsualPrice();
        assertThat(desk.placed()).isEmpty();
        assertThat(desk.refused()).containsExactly(RiskRule.DUST_LEFT);
    }

    @Test
    void spotSellsTheRestBesideASaleThatIsUnderWayAndNeverMore() {
        Desk desk = Desk.trading(SPOT);
        desk.hold(SPOT, "0.05");
        desk.want(Target.now(SPOT, 0.03));
        desk.workAtUsualPrice();
        desk.pass(1_000);
        desk.want(Target.now(SPOT, 0));
        desk.workAtUsualPrice();
        assertThat(desk.placed()).extracting(order -> order.quantity().toPlainString()).containsExactly("0.020",
                "0.030");
        desk.pass(1_000);
        desk.workAtUsualPrice();
        assertThat(desk.placed()).hasSize(2);
        assertThat(desk.refused()).isEmpty();
    }

    @Test
    void aSaleOfAllThatIsUnderWayIsWaitedForAndToldAfterHalfAMinute() {
        Desk desk = Desk.trading(SPOT);
        desk.hold(SPOT, "0.05");
        desk.want(Target.now(SPOT, 0));
        waitHalfAMinute(desk);
        assertThat(desk.refused()).isEmpty();
    }

    @Test
    void aPartOfAPerpetualWaitsForTheExitUnderWayAndIsToldAfterHalfAMinute() {
        Desk desk = Desk.trading(PERP);
        desk.hold(PERP, "0.05");
        desk.want(Target.now(PERP, 0.02));
        waitHalfAMinute(desk);
        assertThat(desk.announcements().getFirst().value().orElseThrow()).isEqualByComparingTo("0.05");
    }

    private static void waitHalfAMinute(Desk desk) {
        desk.pass(7_000);
        desk.workAtUsualPrice();
        desk.pass(29_999);
        desk.workAtUsualPrice();
        assertThat(desk.announced()).isEmpty();
        desk.pass(1);
        desk.workAtUsualPrice();
        assertThat(desk.announced()).containsExactly(RiskRule.EXIT_WAITING);
        desk.pass(1_000);
        desk.workAtUsualPrice();
        assertThat(desk.announced()).as("told once").hasSize(1);
        assertThat(desk.placed()).hasSize(1);
    }

    @Test
    void anExitOfAllOvertakesOneOfWhichNothingWasHeardForFiveSeconds() {
        Desk desk = Desk.trading(PERP);
        desk.hold(PERP, "0.05");
        desk.want(Target.now(PERP, 0));
        desk.pass(7_000);
        desk.workAtUsualPrice();
        desk.pass(4_999);
        desk.workAtUsualPrice();
        assertThat(desk.placed()).hasSize(1);
        desk.pass(1);
        desk.workAtUsualPrice();
        assertThat(desk.placed()).hasSize(2);
    }

    @Test
    void anExitThatRestsIsNeitherOvertakenNorToldAsWaiting() {
        Desk desk = Desk.trading(PERP);
        desk.hold(PERP, "0.05");
        desk.want(Target.at(PERP, 0, 55_000));
        desk.workAtUsualPrice();
        desk.acknowledge(PERP);
        WorkingOrder.Open entry = desk.underWay(PERP, Side.BUY, "0.01", new Terms.Market(), Effect.ANY);
        desk.pass(40_000);
        desk.workAtUsualPrice();
        assertThat(desk.placed()).hasSize(1);
        assertThat(desk.announced()).isEmpty();
        assertThat(desk.cancels()).containsExactly(new EngineCommand.Cancel(PERP, entry.request().id()));
    }

    @Test
    void aBoundOfNothingIsABoundAtTheTouch() {
        EngineSettings exact = new EngineSettings(new BigDecimal("10000"), "USDT", 0, 0.1,
                EngineSettings.Timing.DEFAULTS);
        Desk desk = new Desk(exact, RiskLimits.DEFAULTS, List.of(), PERP).knowingRules();
        desk.hold(PERP, "0.05");
        desk.want(Target.now(PERP, 0));
        desk.workAtUsualPrice();
        assertThat(desk.placed()).singleElement().extracting(OrderRequest::terms)
                .isEqualTo(new Terms.Limit(new BigDecimal("49999.9"), TimeInForce.IOC));
    }

    @Test
    void nothingIsSentWhereTheExchangeTakesNoOrderOfOneStep() {
        Desk desk = Desk.trading(PERP);
        desk.hold(PERP, "0.05");
        desk.publish(takingAtMost("0.0005"));
        desk.want(Target.now(PERP, 0));
        desk.workAtUsualPrice();
        assertThat(desk.placed()).isEmpty();
        assertThat(desk.isAtRest(PERP)).isTrue();
    }
}
