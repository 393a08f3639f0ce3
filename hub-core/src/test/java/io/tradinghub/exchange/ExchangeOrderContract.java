package io.tradinghub.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.tradinghub.exchange.ExchangeEvent.Answer;
import io.tradinghub.exchange.ExchangeEvent.NoSuchOrder;
import io.tradinghub.exchange.ExchangeEvent.OrderSeen;
import io.tradinghub.market.Instrument;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.MarketEvent;
import io.tradinghub.order.ClientOrderId;
import io.tradinghub.order.Fill;
import io.tradinghub.order.OrderReport;
import io.tradinghub.order.OrderRequest;
import io.tradinghub.order.OrderRequest.Effect;
import io.tradinghub.order.OrderRequest.Terms;
import io.tradinghub.order.OrderRequest.TimeInForce;
import io.tradinghub.order.OrderStatus;
import io.tradinghub.order.Origin;
import io.tradinghub.order.Side;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

/// What every [Exchange] promises about orders where nothing is lost on the way.
public abstract class ExchangeOrderContract extends ExchangeFaultContract {

    private RefusalKind refusalOf(OrderRequest request) {
        return assertThat(answersTo(request)).singleElement(InstanceOfAssertFactories.type(Answer.Refused.class))
                .actual().kind();
    }

    private void assertLeftNothing(OrderRequest request) {
        assertThat(executionsOf(request)).isEmpty();
        assertThat(seen(request)).isEmpty();
        assertThat(resync().openOrders()).isEmpty();
    }

    private void assertEnded(OrderRequest request, OrderStatus status, String filled) {
        OrderReport report = report(request);
        assertThat(report.status()).isEqualTo(status);
        assertThat(report.cumulativeQuantity()).isEqualByComparingTo(filled);
        assertThat(executed(request)).isEqualByComparingTo(filled);
    }

    // ---- answers

    @Test
    void anOrderIsAnsweredThenSeenAndItsExecutionsAddUpToWhatIsSeen() {
        OrderRequest order = place(limit(Side.BUY, "0.05", "50000.1", TimeInForce.IOC));
        Answer.Received received = assertThat(answersTo(order))
                .singleElement(InstanceOfAssertFactories.type(Answer.Received.class)).actual();
        OrderSeen seen = seen(order).orElseThrow();
        assertThat(seen.report().exchangeOrderId()).contains(received.exchangeOrderId());
        assertThat(seen.instrument()).isEqualTo(PERP);
        assertThat(seen.side()).isEqualTo(Side.BUY);
        assertThat(seen.quantity()).isEqualByComparingTo("0.05");
        assertEnded(order, OrderStatus.FILLED, "0.05");
        assertThat(executionsOf(order)).allSatisfy(fill -> {
            assertThat(fill.origin()).isEqualTo(Origin.ORDER);
            assertThat(fill.instrument()).isEqualTo(PERP);
            assertThat(fill.side()).isEqualTo(Side.BUY);
            assertThat(fill.price()).isEqualByComparingTo("50000.1");
            assertThat(fill.liquidity()).isEqualTo(Fill.Liquidity.TAKER);
        });
    }

    @Test
    void noCallThrowsOrBlocksWhateverItIsAbout() {
        InstrumentId unknown = InstrumentId.linear("NOSUCHUSDT");
        OrderRequest order = order(unknown, Side.BUY, "1", new Terms.Market(), Effect.ANY);
        ClientOrderId id = new ClientOrderId("contract-0abc12xyz-none");
        assertTimeout(Duration.ofSeconds(2), () -> {
            exchange().place(order);
            exchange().cancel(unknown, id);
            exchange().cancel(PERP, id);
            exchange().protect(unknown, Protection.stopAt(BigDecimal.ONE));
            exchange().lookUp(unknown, id, 1);
            exchange().resync(now().plus(Duration.ofDays(1)));
            exchange().resync(Instant.EPOCH);
        });
        settle();
        assertThat(refusalOf(order)).isNotEqualTo(RefusalKind.DUPLICATE);
        assertLeftNothing(order);
    }

    // ---- refusals

    @Test
    void anOrderThatBreaksTheRulesOfItsInstrumentIsRefusedAsFixableAndLeavesNothing() {
        Map<String, OrderRequest> faulty = Map.of("off the step", limit(Side.BUY, "0.0105", "50000", TimeInForce.GTC),
                "a market order off the step", market(Side.BUY, "0.0105"),
                "no step at all", limit(Side.BUY, "0.0005", "50000", TimeInForce.GTC),
                "off the tick", limit(Side.BUY, "0.01", "49000.05", TimeInForce.GTC),
                "worth less than the minimum", limit(Side.BUY, "0.001", "4999.9", TimeInForce.GTC),
                "over the limit maximum", limit(Side.BUY, "100.001", "40000", TimeInForce.GTC),
                "over the market maximum", market(Side.BUY, "50.001"));
        faulty.values().forEach(this::place);
        assertThat(faulty).allSatisfy((_, order) -> {
            assertThat(refusalOf(order)).isEqualTo(RefusalKind.FIXABLE);
            assertLeftNothing(order);
        });
    }

    @Test
    void anEntryInAnInstrumentThatIsNotTradingIsRefusedAsFixable() {
        Instrument usual = rules(PERP);
        happens(new MarketEvent.RulesPublished(new Instrument(PERP, usual.baseCoin(), usual.quoteCoin(),
                usual.tickSize(), usual.quantityStep(), usual.minQuantity(), usual.minNotional(),
                usual.maxLimitQuantity(), usual.maxMarketQuantity(), usual.fundingPeriod(),
                Instrument.Status.NOT_TRADING, usual.settleCoin(), Optional.empty())));
        OrderRequest order = place(market(Side.BUY, "0.01"));
        assertThat(refusalOf(order)).isEqualTo(RefusalKind.FIXABLE);
        assertLeftNothing(order);
    }

    @Test
    void aSecondOrderUnderAnIdIsRefusedAsADuplicateAndPlacesNothing() {
        OrderRequest first = place(limit(Side.BUY, "0.05", "49000", TimeInForce.GTC));
        OrderRequest second = new OrderRequest(first.id(), PERP, Side.BUY, new BigDecimal("0.01"),
                new Terms.Market(), Effect.ANY, now());
        place(second);
        assertThat(answersTo(first)).hasSize(2).last(InstanceOfAssertFactories.type(Answer.Refused.class))
                .extracting(Answer.Refused::kind).isEqualTo(RefusalKind.DUPLICATE);
        assertThat(executions()).isEmpty();
        assertThat(seen(first).orElseThrow().quantity()).isEqualByComparingTo("0.05");
        assertThat(resync().openOrders()).hasSize(1);
    }

    @Test
    void theIdOfAnOrderThatHasEndedIsADuplicateToo() {
        OrderRequest order = place(market(Side.BUY, "0.01"));
        place(order);
        assertThat(answersTo(order)).last(InstanceOfAssertFactories.type(Answer.Refused.class))
                .extracting(Answer.Refused::kind).isEqualTo(RefusalKind.DUPLICATE);
        assertThat(executed(order)).isEqualByComparingTo("0.01");
    }

    @Test
    void aReducingOrderWithNothingToReduceIsRefusedAsSuch() {
        List<OrderRequest> flat = List.of(place(exit(Side.SELL, "0.01")), place(exit(Side.BUY, "0.01")),
                place(order(SPOT, Side.SELL, "0.01", new Terms.Market(), Effect.REDUCE_ONLY)));
        place(market(Side.BUY, "0.02"));
        OrderRequest wrongSide = place(exit(Side.BUY, "0.01"));
        assertThat(flat).allSatisfy(
                order -> assertThat(refusalOf(order)).isEqualTo(RefusalKind.NOTHING_TO_REDUCE));
        assertThat(refusalOf(wrongSide)).isEqualTo(RefusalKind.NOTHING_TO_REDUCE);
        assertThat(resync().positions().get(PERP)).isEqualByComparingTo("0.02");
    }

    @Test
    void whatIsNotOwnedIsNotSoldOnSpot() {
        place(order(SPOT, Side.BUY, "0.1", new Terms.Market(), Effect.ANY));
        OrderRequest resting = place(order(SPOT, Side.SELL, "0.06", at("51000", TimeInForce.GTC), Effect.ANY));
        OrderRequest tooMuch = place(order(SPOT, Side.SELL, "0.1", at("51000", TimeInForce.GTC), Effect.ANY));
        OrderRequest heldBack = place(order(SPOT, Side.SELL, "0.05", new Terms.Market(), Effect.ANY));
        marketMovesTo("51000", "51000.1", 10);
        assertThat(refusalOf(tooMuch)).isEqualTo(RefusalKind.FINAL);
        assertThat(refusalOf(heldBack)).isEqualTo(RefusalKind.FINAL);
        assertEnded(resting, OrderStatus.FILLED, "0.06");
        assertThat(held(SPOT).signum()).isPositive();
    }

    // ---- reducing

    /// An exchange may cancel what the position leaves over, or cut the order to the position and call it filled.
    private void assertReducedBy(OrderRequest exit, String quantity) {
        OrderReport report = report(exit);
        assertEnded(exit, report.status() == OrderStatus.FILLED ? OrderStatus.FILLED : OrderStatus.CANCELLED,
                quantity);
        assertThat(seen(exit).orElseThrow().quantity()).isLessThanOrEqualTo(exit.quantity());
    }

    @Test
    void aReducingOrderClosesThePositionAndNoMore() {
        place(market(Side.BUY, "0.02"));
        OrderRequest sale = place(exit(Side.SELL, "0.05"));
        assertReducedBy(sale, "0.02");
        assertThat(resync().positions().getOrDefault(PERP, BigDecimal.ZERO)).isZero();
    }

    @Test
    void aReducingOrderClosesAShortAndNoMore() {
        place(market(Side.SELL, "0.02"));
        OrderRequest purchase = place(exit(Side.BUY, "0.05"));
        assertReducedBy(purchase, "0.02");
        assertThat(resync().positions().getOrDefault(PERP, BigDecimal.ZERO)).isZero();
    }

    @Test
    void aRestingExitDoesNotEnlargeAPositionThatHasTurnedMeanwhile() {
        place(market(Side.BUY, "0.02"));
        OrderRequest exit = place(
                order(PERP, Side.SELL, "0.02", at("51000", TimeInForce.GTC), Effect.REDUCE_ONLY));
        place(market(Side.SELL, "0.05"));
        marketMovesTo("51000", "51000.1", 10);
        assertThat(executed(exit)).isZero();
        assertThat(resync().positions().get(PERP)).isEqualByComparingTo("-0.03");
    }

    // ---- terms

    @Test
    void aMarketOrderTakesTheBestPrice() {
        OrderRequest purchase = place(market(Side.BUY, "0.01"));
        OrderRequest sale = place(market(Side.SELL, "0.01"));
        assertThat(executionsOf(purchase)).singleElement()
                .satisfies(fill -> assertThat(fill.price()).isEqualByComparingTo("50000.1"));
        assertThat(executionsOf(sale)).singleElement()
                .satisfies(fill -> assertThat(fill.price()).isEqualByComparingTo("50000"));
    }

    @Test
    void anImmediateOrCancelOrderTakesWhatItsLimitAllowsAndEnds() {
        marketMovesTo("50000", "50000.1", 0.02);
        OrderRequest part = place(limit(Side.BUY, "0.05", "50000.1", TimeInForce.IOC));
        OrderRequest nothing = place(limit(Side.BUY, "0.05", "49999", TimeInForce.IOC));
        assertEnded(part, OrderStatus.CANCELLED, "0.02");
        assertEnded(nothing, OrderStatus.CANCELLED, "0");
    }

    @Test
    void aFillOrKillOrderIsFilledAsAWholeOrNotAtAll() {
        marketMovesTo("50000", "50000.1", 0.02);
        OrderRequest tooLarge = place(limit(Side.BUY, "0.021", "50000.1", TimeInForce.FOK));
        OrderRequest whole = place(limit(Side.BUY, "0.02", "50000.1", TimeInForce.FOK));
        assertEnded(tooLarge, OrderStatus.CANCELLED, "0");
        assertEnded(whole, OrderStatus.FILLED, "0.02");
    }

    @Test
    void aPostOnlyOrderThatWouldTakeIsCancelled() {
        OrderRequest taking = place(limit(Side.BUY, "0.05", "50000.1", TimeInForce.POST_ONLY));
        OrderRequest selling = place(limit(Side.SELL, "0.05", "50000", TimeInForce.POST_ONLY));
        assertEnded(taking, OrderStatus.CANCELLED, "0");
        assertEnded(selling, OrderStatus.CANCELLED, "0");
    }

    @Test
    void aPostOnlyOrderThatTakesNothingRestsAndFillsAsAMaker() {
        OrderRequest resting = place(limit(Side.SELL, "0.05", "50100", TimeInForce.POST_ONLY));
        assertThat(report(resting).status()).isEqualTo(OrderStatus.ACCEPTED);
        marketMovesTo("50100", "50100.1", 10);
        assertEnded(resting, OrderStatus.FILLED, "0.05");
        assertThat(executionsOf(resting)).allSatisfy(fill -> {
            assertThat(fill.liquidity()).isEqualTo(Fill.Liquidity.MAKER);
            assertThat(fill.price()).isEqualByComparingTo("50100");
        });
    }

    @Test
    void aLimitOrderRestsUntilTheMarketHasFilledAllOfIt() {
        OrderRequest resting = place(limit(Side.BUY, "0.05", "49900", TimeInForce.GTC));
        marketMovesTo("49899", "49900", 0.02);
        OrderReport inPart = report(resting);
        marketMovesTo("49950", "49950.1", 10);
        marketMovesTo("49890", "49890.1", 10);
        assertThat(inPart.status()).isEqualTo(OrderStatus.PARTIALLY_FILLED);
        assertThat(inPart.cumulativeQuantity()).isEqualByComparingTo("0.02");
        assertEnded(resting, OrderStatus.FILLED, "0.05");
        assertThat(executionsOf(resting)).allSatisfy(fill -> assertThat(fill.price()).isEqualByComparingTo("49900"));
    }

    // ---- cancelling

    @Test
    void aCancelledOrderIsSeenToEndAndFillsNoMore() {
        OrderRequest resting = place(limit(Side.BUY, "0.05", "49900", TimeInForce.GTC));
        marketMovesTo("49899", "49900", 0.02);
        cancel(resting);
        marketMovesTo("49800", "49800.1", 10);
        assertEnded(resting, OrderStatus.CANCELLED, "0.02");
        assertThat(resync().openOrders()).isEmpty();
    }

    @Test
    void anOrderMayBeCancelledBeforeItIsAcknowledged() {
        OrderRequest resting = limit(Side.BUY, "0.05", "49900", TimeInForce.GTC);
        exchange().place(resting);
        exchange().cancel(PERP, resting.id());
        settle();
        cancel(resting);
        assertEnded(resting, OrderStatus.CANCELLED, "0");
    }

    @Test
    void cancellingWhatHasEndedChangesNothing() {
        OrderRequest filled = place(market(Side.BUY, "0.01"));
        cancel(filled);
        assertEnded(filled, OrderStatus.FILLED, "0.01");
    }

    // ---- looking up

    private void lookUp(OrderRequest request) {
        exchange().lookUp(request.instrument(), request.id(), 7);
        settle();
    }

    @Test
    void aLookUpTellsTheOrderAndItsExecutions() {
        OrderRequest resting = place(limit(Side.BUY, "0.05", "49900", TimeInForce.GTC));
        marketMovesTo("49899", "49900", 0.02);
        OrderSeen before = seen(resting).orElseThrow();
        Fill fill = executionsOf(resting).getFirst();
        told.clear();
        askUntil(() -> seen(resting).isPresent(), () -> lookUp(resting));
        assertThat(executionsOf(resting)).containsExactly(fill);
        assertThat(seen(resting)).contains(before);
    }

    @Test
    void aLookUpOfAnOrderThatTheExchangeNeverHadProvesItsAbsence() {
        OrderRequest never = market(Side.BUY, "0.01");
        lookUp(never);
        OrderRequest refused = place(market(Side.BUY, "0.0105"));
        lookUp(refused);
        assertThat(all(NoSuchOrder.class)).containsExactly(
                new NoSuchOrder(never.id(), AbsenceProof.full(7)), new NoSuchOrder(refused.id(), AbsenceProof.full(7)));
        assertThat(all(OrderSeen.class)).isEmpty();
    }
}
