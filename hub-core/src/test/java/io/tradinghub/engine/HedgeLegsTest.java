package io.tradinghub.engine;

import static io.tradinghub.engine.Bench.PERP;
import static io.tradinghub.engine.Bench.SPOT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.math.BigDecimal;
import java.util.List;

import io.tradinghub.bot.Target;
import io.tradinghub.market.Instrument;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.order.OrderRequest;
import io.tradinghub.order.OrderRequest.Effect;
import io.tradinghub.order.Side;
import io.tradinghub.risk.RiskLimits;
import io.tradinghub.risk.RiskRule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The legs of a hedge are entered equal, and what stands alone is closed down to what is matched, no further.
final class HedgeLegsTest {
    private static final RiskLimits WIDE = EntryOrdersTest.limits("100000000", 20);
    private static final long NAKED_MILLIS = 15_000;
    private static final long COOLDOWN_MILLIS = 300_000;
    private final Desk desk = Desk.hedging(WIDE);

    private static void want(Desk desk, double spot, double perp) {
        desk.want(Target.now(SPOT, spot), Target.now(PERP, perp));
    }

    private void quoteBoth() {
        desk.quote(SPOT, 50_000);
        desk.quote(PERP, 50_000);
    }

    private static List<String> sent(Desk desk) {
        return desk.placed().stream().sorted((one, other) -> one.instrument().compareTo(other.instrument()))
                .map(order -> "%s %s %s %s".formatted(order.instrument().equals(PERP) ? "perpetual" : "spot",
                        order.side(), order.quantity().toPlainString(), order.isEntry() ? "entry" : "exit"))
                .toList();
    }

    // ---- entering

    @ParameterizedTest(name = "{0} against {1}")
    @CsvSource({"0.05, -0.04", "0.05, 0.05", "0.05, -0.0502", "1000, -996.9"})
    void unequalLegsAreNotEntered(double spot, double perp) {
        want(desk, spot, perp);
        desk.workAtUsualPrice();
        assertThat(desk.placed()).isEmpty();
        assertThat(desk.refused()).isNotEmpty().containsOnly(RiskRule.UNEQUAL_HEDGE);
    }

    @Test
    void aLegIsNotEnteredBeforeTheOtherIsWanted() {
        desk.want(Target.now(SPOT, 0.05));
        desk.workAtUsualPrice();
        assertThat(desk.placed()).isEmpty();
        assertThat(desk.refusals()).extracting(EngineCommand.Refuse::instrument, refuse -> refuse.refusal().rule())
                .containsExactly(tuple(SPOT, RiskRule.UNEQUAL_HEDGE));
    }

    @Test
    void legsThatDifferByNoMoreThanAFeeAreEnteredAsLargeAsTheSmallerOne() {
        desk.publish(roomy(SPOT));
        desk.publish(roomy(PERP));
        want(desk, 1_000, -997);
        desk.workAtUsualPrice();
        assertThat(sent(desk)).containsExactlyInAnyOrder("perpetual SELL 997.000 entry", "spot BUY 997.000 entry");
    }

    private static Instrument roomy(InstrumentId id) {
        Instrument usual = Bench.instrument(id);
        return new Instrument(id, "BTC", "USDT", usual.tickSize(), usual.quantityStep(), usual.minQuantity(),
                usual.minNotional(), new BigDecimal("10000"), new BigDecimal("10000"), usual.fundingPeriod());
    }

    @Test
    void bothLegsAreUnderWayOnceTheyHaveLeft() {
        want(desk, 0.001, -0.001);
        desk.workAtUsualPrice();
        assertThat(sent(desk)).containsExactlyInAnyOrder("perpetual SELL 0.001 entry", "spot BUY 0.001 entry");
        assertThat(desk.state(SPOT).orders().hasEntry()).isTrue();
        assertThat(desk.state(PERP).orders().hasEntry()).isTrue();
        desk.pass(10_000);
        desk.workAtUsualPrice();
        assertThat(desk.placed()).hasSize(2);
    }

    @Test
    void bothLegsCountForTheRateOfOrders() {
        Desk limited = Desk.hedging(EntryOrdersTest.limits("7500", 3));
        want(limited, 0.05, -0.05);
        limited.workAtUsualPrice();
        limited.end(SPOT);
        limited.end(PERP);
        limited.pass(1_000);
        limited.workAtUsualPrice();
        assertThat(limited.placed()).hasSize(2);
        assertThat(limited.refused()).contains(RiskRule.ORDER_RATE);
    }

    @Test
    void whatOneLegCannotTradeIsNotEnteredInTheOther() {
        Desk limited = Desk.hedging(EntryOrdersTest.limits("250", 20));
        Instrument usual = Bench.instrument(SPOT);
        limited.publish(new Instrument(SPOT, "BTC", "USDT", usual.tickSize(), usual.quantityStep(),
                new BigDecimal("0.01"), usual.minNotional(), usual.maxLimitQuantity(), usual.maxMarketQuantity(),
                usual.fundingPeriod()));
        want(limited, 0.05, -0.05);
        limited.workAtUsualPrice();
        assertThat(limited.placed()).isEmpty();
        assertThat(limited.refused()).contains(RiskRule.BELOW_MINIMUM);
    }

    @Test
    void theLegThatMayNotBeEnteredIsNamedWhicheverIsLookedAfter() {
        for (InstrumentId refused : List.of(SPOT, PERP)) {
            Desk both = Desk.hedging(WIDE);
            both.state(refused).historyComplete(false);
            want(both, 0.05, -0.05);
            both.quote(SPOT, 50_000);
            both.quote(PERP, 50_000);
            both.work(SPOT);
            assertThat(both.placed()).isEmpty();
            assertThat(both.refusals()).extracting(EngineCommand.Refuse::instrument).containsExactly(refused);
        }
    }

    @Test
    void oneLegIsNotEnlargedWhileTheOtherIsMadeSmaller() {
        desk.hold(SPOT, "0.05");
        desk.hold(PERP, "-0.1");
        want(desk, 0.08, -0.08);
        quoteBoth();
        desk.work(SPOT);
        assertThat(desk.placed()).isEmpty();
        desk.work();
        assertThat(sent(desk)).containsExactly("perpetual BUY 0.020 exit");
    }

    @Test
    void noMoreThanTheFeeIsNotBoughtAgainAndOneLotMoreIs() {
        desk.hold(SPOT, "0.997");
        desk.hold(PERP, "-1");
        want(desk, 1, -1);
        desk.workAtUsualPrice();
        assertThat(desk.placed()).isEmpty();
        assertThat(desk.isAtRest(SPOT)).as("nothing is left to do").isTrue();
        desk.hold(SPOT, "-0.001");
        desk.workAtUsualPrice();
        assertThat(sent(desk)).containsExactly("spot BUY 0.004 entry");
    }

    // ---- standing alone

    @Test
    void aLegThatStandsAloneIsClosedAfterItsTimeAndNotBefore() {
        desk.hold(SPOT, "0.05");
        desk.work();
        desk.pass(NAKED_MILLIS - 1);
        quoteBoth();
        desk.work();
        assertThat(desk.placed()).isEmpty();
        desk.pass(1);
        desk.work();
        assertThat(sent(desk)).containsExactly("spot SELL 0.050 exit");
        assertThat(desk.announced()).containsExactly(RiskRule.HEDGE_UNWOUND);
    }

    @Test
    void onlyWhatIsNotMatchedIsClosed() {
        desk.hold(SPOT, "0.03");
        desk.hold(PERP, "-0.05");
        want(desk, 0.05, -0.05);
        desk.hedges.watch();
        desk.pass(NAKED_MILLIS);
        desk.workAtUsualPrice();
        assertThat(sent(desk)).containsExactly("perpetual BUY 0.020 exit");
        assertThat(desk.announcements().getFirst().value().orElseThrow()).isEqualByComparingTo("-0.02");
    }

    @Test
    void aStrategyThatWantsEvenLessThanWhatIsMatchedHasItsWay() {
        desk.hold(SPOT, "0.03");
        desk.hold(PERP, "-0.05");
        want(desk, 0.01, -0.01);
        desk.hedges.watch();
        desk.pass(NAKED_MILLIS);
        desk.workAtUsualPrice();
        assertThat(sent(desk)).containsExactlyInAnyOrder("perpetual BUY 0.040 exit", "spot SELL 0.020 exit");
    }

    @Test
    void legsOnTheSameSideMatchNothing() {
        desk.hold(SPOT, "0.03");
        desk.hold(PERP, "0.05");
        want(desk, 0.03, -0.03);
        desk.hedges.watch();
        desk.pass(NAKED_MILLIS);
        desk.workAtUsualPrice();
        assertThat(sent(desk)).containsExactlyInAnyOrder("perpetual SELL 0.050 exit", "spot SELL 0.030 exit");
    }

    @Test
    void aHedgeThatBecameWholeHasItsWholeTimeWhenItStandsAloneAgain() {
        desk.hold(SPOT, "0.05");
        desk.hedges.watch();
        desk.pass(10_000);
        desk.hold(PERP, "-0.05");
        desk.hedges.watch();
        desk.hold(PERP, "0.05");
        desk.hedges.watch();
        desk.pass(NAKED_MILLIS - 1);
        desk.hedges.watch();
        assertThat(desk.announced()).isEmpty();
        desk.pass(1);
        desk.hedges.watch();
        assertThat(desk.announced()).containsExactly(RiskRule.HEDGE_UNWOUND);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-997", "-1003"})
    void legsThatDifferByAFeeDoNotStandAlone(String perp) {
        Desk unknown = new Desk(Bench.SETTINGS, WIDE, List.of(Desk.PAIR), PERP, SPOT);
        unknown.hold(SPOT, "1000");
        unknown.hold(PERP, perp);
        assertThat(unknown.hedges.isNaked()).isFalse();
        unknown.hold(PERP, perp.equals("-997") ? "1" : "-1");
        assertThat(unknown.hedges.isNaked()).isTrue();
    }

    @Test
    void legsThatDifferByTheSmallestOrderOnTopOfAFeeDoNotStandAlone() {
        desk.hold(SPOT, "1");
        desk.hold(PERP, "-0.997");
        assertThat(desk.hedges.isNaked()).isFalse();
        desk.hold(PERP, "0.0015");
        assertThat(desk.hedges.isNaked()).isTrue();
    }

    @Test
    void aMissingLegThatMayNotBeEnteredIsToldAndTheOtherClosedAtOnce() {
        desk.hold(SPOT, "0.05");
        want(desk, 0.05, -0.05);
        desk.state(PERP).historyComplete(false);
        desk.workAtUsualPrice();
        assertThat(desk.refusals()).extracting(EngineCommand.Refuse::instrument).containsExactly(PERP);
        desk.work();
        assertThat(sent(desk)).containsExactly("spot SELL 0.050 exit");
    }

    @Test
    void aHedgeThatIsRefusedForGoodTakesNoEntryInEitherLegAndWhatStandsAloneIsClosedAtOnce() {
        desk.hold(SPOT, "0.05");
        want(desk, 0.05, -0.05);
        desk.hedges.watch();
        desk.legs().refuseForGood("not allowed");
        for (InstrumentId leg : List.of(SPOT, PERP)) {
            assertThat(desk.state(leg).entriesEnded("USDT", Bench.START).orElseThrow().rule())
                    .isEqualTo(RiskRule.ENTRY_REFUSED);
        }
        quoteBoth();
        desk.work();
        assertThat(desk.placed()).filteredOn(OrderRequest::isEntry).isEmpty();
        assertThat(sent(desk)).containsExactly("spot SELL 0.050 exit");
    }

    // ---- trying again

    @Test
    void aHedgeThatWasUnwoundIsEnteredAgainAfterItsCooldownAndNotBefore() {
        unwindOnce();
        desk.pass(COOLDOWN_MILLIS - 1);
        want(desk, 0.05, -0.05);
        desk.workAtUsualPrice();
        assertThat(desk.placed()).isEmpty();
        desk.pass(1);
        desk.workAtUsualPrice();
        assertThat(sent(desk)).containsExactlyInAnyOrder("perpetual SELL 0.050 entry", "spot BUY 0.050 entry");
    }

    /// One leg is taken alone and closed again.
    private void unwindOnce() {
        desk.hold(SPOT, "0.05");
        desk.hedges.watch();
        desk.pass(NAKED_MILLIS);
        desk.hedges.watch();
        desk.hold(SPOT, "-0.05");
        desk.hedges.watch();
    }

    private void unwindAgainWhenTheCooldownEnds() {
        desk.pass(COOLDOWN_MILLIS - NAKED_MILLIS);
        unwindOnce();
    }

    @Test
    void theThirdUnwindingInARowIsTheLast() {
        unwindOnce();
        unwindAgainWhenTheCooldownEnds();
        assertThat(desk.announced()).containsExactly(RiskRule.HEDGE_UNWOUND, RiskRule.HEDGE_UNWOUND);
        unwindAgainWhenTheCooldownEnds();
        assertThat(desk.announced()).containsOnlyOnce(RiskRule.ENTRY_REFUSED);
        desk.pass(COOLDOWN_MILLIS);
        want(desk, 0.05, -0.05);
        desk.workAtUsualPrice();
        assertThat(desk.placed()).isEmpty();
    }

    @Test
    void aHedgeThatBecameWholeOnceMayBeUnwoundThreeTimesAgain() {
        unwindOnce();
        unwindAgainWhenTheCooldownEnds();
        desk.hold(SPOT, "0.05");
        desk.hold(PERP, "-0.05");
        desk.hedges.watch();
        desk.hold(SPOT, "-0.05");
        desk.hold(PERP, "0.05");
        desk.hedges.watch();
        unwindAgainWhenTheCooldownEnds();
        unwindAgainWhenTheCooldownEnds();
        assertThat(desk.announced()).doesNotContain(RiskRule.ENTRY_REFUSED);
        unwindAgainWhenTheCooldownEnds();
        assertThat(desk.announced()).contains(RiskRule.ENTRY_REFUSED);
    }

    @Test
    void furtherTriesToCloseWithinTheCooldownAreNotCountedAsFurtherHedges() {
        desk.hold(SPOT, "0.05");
        for (int second = 0; second < 60; second++) {
            desk.hedges.watch();
            desk.pass(1_000);
        }
        assertThat(desk.announced()).containsExactly(RiskRule.HEDGE_UNWOUND);
    }

    @Test
    void exitsOfAHedgeAreSentLegByLegAndReduceOnly() {
        desk.hold(SPOT, "0.05");
        desk.hold(PERP, "-0.05");
        want(desk, 0, 0);
        desk.workAtUsualPrice();
        assertThat(desk.placed()).extracting(OrderRequest::instrument, OrderRequest::side, OrderRequest::effect)
                .containsExactlyInAnyOrder(tuple(SPOT, Side.SELL, Effect.REDUCE_ONLY),
                        tuple(PERP, Side.BUY, Effect.REDUCE_ONLY));
    }
}
