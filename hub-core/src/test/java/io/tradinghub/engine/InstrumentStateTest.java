package io.tradinghub.engine;

import static io.tradinghub.engine.Bench.PERP;
import static io.tradinghub.engine.Bench.SPOT;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;

import io.tradinghub.bot.Target;
import io.tradinghub.engine.InstrumentState.Prices;
import io.tradinghub.market.Instrument;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.order.ClientOrderId;
import io.tradinghub.order.OrderRequest;
import io.tradinghub.order.OrderRequest.Effect;
import io.tradinghub.order.OrderRequest.Terms;
import io.tradinghub.order.OrderRequest.TimeInForce;
import io.tradinghub.order.Origin;
import io.tradinghub.order.Side;
import io.tradinghub.order.StartMark;
import io.tradinghub.position.Position;
import io.tradinghub.risk.RiskDecision.Refused;
import io.tradinghub.risk.RiskRule;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What is to be traded in one instrument, and what sets the engine going again.
final class InstrumentStateTest {
    private static final long NOW = Bench.START.toEpochMilli();
    private static final long SOON = 7;

    private static InstrumentState unruled(InstrumentId id) {
        return new InstrumentState(id, Position.flat(id), null, Prices.COMING);
    }

    private static InstrumentState ruled(InstrumentId id) {
        InstrumentState state = unruled(id);
        state.publish(Bench.instrument(id));
        return state;
    }

    private static InstrumentState holding(InstrumentId id, String quantity) {
        InstrumentState state = ruled(id);
        state.book(Executions.own(id, quantity, "50000"));
        state.goal().settle();
        return state;
    }

    private static WorkingOrder.Open order(InstrumentId id, TimeInForce timeInForce) {
        return WorkingOrder.Open.sent(new OrderRequest(ClientOrderId.of(Bench.BOT, StartMark.of(Bench.START, 1), 1), id,
                Side.BUY, BigDecimal.ONE, new Terms.Limit(BigDecimal.TEN, timeInForce), Effect.ANY, Bench.START), 0, 0);
    }

    // ---- what sets the engine going again

    @Test
    void aCloseWakesWhatWaitsForAPriceWhereNoQuotesCome() {
        InstrumentState state = ruled(PERP);
        state.goal().settleUntilPrice(100);
        state.pricedAt(99, NOW);
        assertThat(state.goal().isSettled()).isTrue();
        state.pricedAt(100, NOW);
        assertThat(state.goal().isSettled()).isFalse();
    }

    @Test
    void aCloseWakesNothingWhereQuotesCome() {
        Desk desk = Desk.trading(PERP);
        desk.quote(PERP, 90);
        desk.state(PERP).goal().settleUntilPrice(100);
        desk.state(PERP).pricedAt(100, NOW);
        assertThat(desk.state(PERP).goal().isSettled()).isTrue();
    }

    @Test
    void anExecutionSetsTheEngineGoingAndEndsTheWaitingForFailures() {
        InstrumentState state = holding(PERP, "0.05");
        state.pacing().isNews(RiskRule.STALE_DATA);
        state.book(Executions.own(PERP, "0.01", "50000"));
        assertThat(state.goal().isSettled()).isFalse();
        assertThat(state.pacing().isNews(RiskRule.STALE_DATA)).isTrue();
    }

    @Test
    void flatteningAndItsEndAndHistoryAndForgivenessSetTheEngineGoing() {
        InstrumentState state = holding(PERP, "0.05");
        state.flatten(true);
        assertThat(state.goal().isSettled()).isFalse();
        assertThat(state.isFlattening()).isTrue();
        state.goal().settle();
        state.flatten(false);
        assertThat(state.goal().isSettled()).isFalse();
        assertThat(state.isFlattening()).isFalse();
        state.goal().settle();
        state.historyComplete(true);
        assertThat(state.goal().isSettled()).isFalse();
        state.goal().settle();
        state.forgiveRefusal();
        assertThat(state.goal().isSettled()).isFalse();
    }

    @Test
    void anOrderThatMovesOnSetsTheEngineGoing() {
        InstrumentState state = holding(PERP, "0.05");
        WorkingOrder.Open order = order(PERP, TimeInForce.IOC);
        state.orders().add(order);
        state.replace(order, order.acknowledged(5));
        assertThat(state.goal().isSettled()).isFalse();
    }

    @Test
    void timeMattersWhileSomethingIsToBeDoneOrAnOrderIsOnItsWay() {
        InstrumentState state = ruled(PERP);
        assertThat(state.nextDueMillis(SOON)).isEqualTo(SOON);
        state.goal().settle();
        assertThat(state.nextDueMillis(SOON)).isEqualTo(Long.MAX_VALUE);
        WorkingOrder.Open order = order(PERP, TimeInForce.GTC);
        state.orders().add(order);
        state.orders().lookUpAt(5_000);
        assertThat(state.nextDueMillis(SOON)).as("nothing was heard of it").isEqualTo(SOON);
        state.replace(order, order.acknowledged(5));
        state.goal().settle();
        assertThat(state.nextDueMillis(SOON)).as("it rests").isEqualTo(5_000);
    }

    // ---- after a stop

    @ParameterizedTest(name = "decided {0} ms after the stop: {1}")
    @CsvSource({"1, true", "0, false", "-1, false"})
    void aPauseAfterAStopEndsWithAnotherWishOnNewerDataOnly(long after, boolean ends) {
        InstrumentState state = holding(PERP, "0.05");
        state.want(Target.now(PERP, 0.05), NOW - 10);
        state.book(Executions.foreign(Origin.STOP, PERP, "-0.05", "49000"));
        state.goal().settle();
        state.want(Target.now(PERP, 0.03), NOW + after);
        assertThat(state.holding().isForeign()).isEqualTo(!ends);
        assertThat(state.lotsToTrade()).isEqualTo(ends ? 30 : 0);
        assertThat(state.goal().isSettled()).isFalse();
    }

    @Test
    void theSameWishDoesNotEndThePauseAfterAStopAndAnotherDoesNotSettleWhatAHandDid() {
        InstrumentState stopped = holding(PERP, "0.05");
        stopped.want(Target.now(PERP, 0.05), NOW - 10);
        stopped.book(Executions.foreign(Origin.STOP, PERP, "-0.05", "49000"));
        stopped.want(Target.now(PERP, 0.05), NOW + 1);
        assertThat(stopped.holding().isForeign()).isTrue();
        InstrumentState touched = holding(PERP, "0.05");
        touched.want(Target.now(PERP, 0.05), NOW - 10);
        touched.book(Executions.foreign(Origin.MANUAL, PERP, "-0.05", "49000"));
        touched.want(Target.now(PERP, 0.03), NOW + 1);
        assertThat(touched.holding().isForeign()).isTrue();
    }

    // ---- what is to be traded

    @ParameterizedTest(name = "own {0}, of a hand {1}, wanted {2}: {3} lots")
    @CsvSource({"0.05, 0.04, 0.02, -30", "0.05, 0.04, 0.07, 0", "0.05, 0.04, -0.01, -50", "0.05, -0.02, 0.05, 0",
            "0.05, -0.02, 0.01, -20", "-0.05, -0.04, -0.02, 30", "-0.05, -0.04, -0.07, 0", "-0.05, -0.04, 0.01, 50"})
    void ofWhatAHandTouchedOnlyTheBotsOwnPartIsMadeSmaller(String own, String hand, double wanted, long lots) {
        InstrumentState state = holding(PERP, own);
        state.book(Executions.foreign(Origin.MANUAL, PERP, hand, "50000"));
        state.want(Target.now(PERP, wanted), NOW);
        assertThat(state.lotsToTrade()).isEqualTo(lots);
    }

    @Test
    void flatteningTradesEverythingWhateverIsWanted() {
        InstrumentState state = holding(PERP, "0.05");
        state.book(Executions.foreign(Origin.MANUAL, PERP, "0.04", "50000"));
        state.want(Target.now(PERP, 0.05), NOW);
        assertThat(state.wantsFlat()).isFalse();
        state.flatten(true);
        assertThat(state.lotsToTrade()).isEqualTo(-90);
        assertThat(state.wantsFlat()).isTrue();
    }

    @ParameterizedTest(name = "held {0}, wanted {1}: {2}")
    @CsvSource({"0.05, 0, true", "0.05, -0.1, true", "0.05, 0.02, false", "-0.05, 0, true", "-0.05, -0.02, false",
            "0.05, , false"})
    void allIsToGoWhereNothingOrTheOtherSideIsWanted(String held, @Nullable Double wanted, boolean goes) {
        InstrumentState state = holding(PERP, held);
        InstrumentState unruled = unruled(PERP);
        unruled.book(Executions.own(PERP, held, "50000"));
        Optional.ofNullable(wanted).ifPresent(quantity -> {
            state.want(Target.now(PERP, quantity), NOW);
            unruled.want(Target.now(PERP, quantity), NOW);
        });
        assertThat(state.wantsFlat()).isEqualTo(goes);
        assertThat(unruled.wantsFlatWithoutRules()).isEqualTo(goes);
        unruled.flatten(true);
        assertThat(unruled.wantsFlatWithoutRules()).isTrue();
    }

    @Test
    void whatAHandTouchedStaysAlsoWithoutRulesUntilItIsFlattened() {
        InstrumentState state = unruled(PERP);
        state.book(Executions.own(PERP, "0.05", "50000"));
        state.book(Executions.foreign(Origin.MANUAL, PERP, "0.04", "50000"));
        state.want(Target.now(PERP, 0), NOW);
        assertThat(state.wantsFlat()).isFalse();
        assertThat(state.wantsFlatWithoutRules()).isFalse();
        state.flatten(true);
        assertThat(state.wantsFlatWithoutRules()).isTrue();
    }

    @ParameterizedTest(name = "{0} at 5,000: {1}")
    @CsvSource({"0.0009, true", "0.001, false", "0.05, false"})
    void dustIsSpotOfLessThanTheExchangeTakes(String held, boolean isDust) {
        InstrumentState spot = ruled(SPOT);
        spot.book(Executions.own(SPOT, held, "5000"));
        assertThat(spot.isDust()).isEqualTo(isDust);
        spot.orders().add(order(SPOT, TimeInForce.IOC));
        assertThat(spot.isDust()).as("with an order under way").isFalse();
        InstrumentState perpetual = ruled(PERP);
        perpetual.book(Executions.own(PERP, held, "5000"));
        assertThat(perpetual.isDust()).as("a perpetual").isFalse();
        InstrumentState unknown = unruled(SPOT);
        unknown.book(Executions.own(SPOT, held, "5000"));
        assertThat(unknown.isDust()).as("without rules").isFalse();
    }

    // ---- entries

    @ParameterizedTest
    @ValueSource(longs = {3_600, 3_601, 1_000_000})
    void aContractTakesEntriesUntilAnHourBeforeItsDelivery(long secondsBefore) {
        InstrumentState state = unruled(PERP);
        state.publish(deliveredAt(Bench.START.plusSeconds(secondsBefore)));
        assertThat(state.entriesEnded("USDT", Bench.START)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {3_599, 0, -10})
    void aContractTakesNoEntryInItsLastHourOrLater(long secondsBefore) {
        InstrumentState state = unruled(PERP);
        state.publish(deliveredAt(Bench.START.plusSeconds(secondsBefore)));
        assertThat(state.entriesEnded("USDT", Bench.START).map(Refused::rule)).contains(RiskRule.NOT_TRADING);
    }

    private static Instrument deliveredAt(Instant delivery) {
        Instrument usual = Bench.instrument(PERP);
        return new Instrument(PERP, "BTC", "USDT", usual.tickSize(), usual.quantityStep(), usual.minQuantity(),
                usual.minNotional(), usual.maxLimitQuantity(), usual.maxMarketQuantity(), Optional.empty(),
                Instrument.Status.TRADING, "USDT", Optional.of(delivery));
    }
}
