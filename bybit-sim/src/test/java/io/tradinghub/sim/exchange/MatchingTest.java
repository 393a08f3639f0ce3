package io.tradinghub.sim.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

import io.tradinghub.sim.exchange.SimOrder.CancelType;
import io.tradinghub.sim.exchange.SimOrder.RejectReason;
import io.tradinghub.sim.exchange.SimOrder.Status;
import io.tradinghub.sim.market.Trade.Taker;
import io.tradinghub.sim.wire.ApiException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MatchingTest {
    private final ExchangeFixture sim = new ExchangeFixture();

    @Test
    void fillsAMarketOrderLevelByLevelInOneStep() throws Exception {
        SimOrder order = sim.settled("side:Buy,orderType:Market,qty:2");

        assertThat(order.status()).isEqualTo(Status.FILLED);
        assertThat(order.averagePrice()).hasValue(new BigDecimal("50000.5"));
        AccountUpdate update = sim.updates.getLast();
        assertThat(update.executions()).extracting(Execution::price, Execution::sequence).containsExactly(
                tuple(new BigDecimal("5E+4"), update.sequence()),
                tuple(new BigDecimal("50001"), update.sequence()));
        assertThat(update.orders()).extracting(SimOrder::status).containsExactly(Status.FILLED);
    }

    @Test
    void acknowledgesBeforeItMatches() throws Exception {
        ExchangeFixture slow = new ExchangeFixture(Environment.MAINNET, 50);
        SimOrder order = slow.place("side:Buy,orderType:Market,qty:1");
        slow.pass(Duration.ofMillis(49));
        assertThat(slow.find(order).status()).isEqualTo(Status.NEW);
        assertThat(slow.updates).isEmpty();
        slow.pass(Duration.ofMillis(1));

        assertThat(slow.find(order).status()).isEqualTo(Status.FILLED);
    }

    @Test
    void restsWhatALimitOrderDoesNotGetAtOnce() throws Exception {
        SimOrder order = sim.settled("side:Buy,qty:1.5,price:50000");

        assertThat(order.status()).isEqualTo(Status.PARTIALLY_FILLED);
        assertThat(order.filled()).isEqualByComparingTo("1");
        assertThat(order.leaves()).isEqualByComparingTo("0.5");
        assertThat(sim.executions()).singleElement().satisfies(e -> assertThat(e.isMaker()).isFalse());
    }

    @Test
    void doesNotTakeTheSameSizeTwiceUntilTheBookChanges() throws Exception {
        sim.settled("side:Buy,orderType:Market,qty:1");

        assertThat(sim.settled("side:Buy,orderType:Market,qty:1").averagePrice()).hasValue(new BigDecimal("50001"));
        sim.venue.last("50000");
        assertThat(sim.settled("side:Buy,orderType:Market,qty:1").averagePrice().orElseThrow())
                .isEqualByComparingTo("50000");
    }

    @ParameterizedTest
    @CsvSource({"PostOnly, 50000, CANCELLED, POST_ONLY_WILL_TAKE_LIQUIDITY", "PostOnly, 49999.9, NEW, NO_ERROR",
            "IOC, 49999.9, CANCELLED, NO_IMMEDIATE_QTY_TO_FILL", "IOC, 50000, CANCELLED, CANCEL_FOR_NO_FULL_FILL",
            "FOK, 50000, CANCELLED, NO_IMMEDIATE_QTY_TO_FILL", "FOK, 50001, FILLED, NO_ERROR"})
    void endsAnOrderByItsTimeInForce(String timeInForce, String price, Status status, RejectReason reason)
            throws Exception {
        SimOrder order = sim.settled("side:Buy,qty:1.5,price:%s,timeInForce:%s".formatted(price, timeInForce));

        assertThat(order.status()).isEqualTo(status);
        assertThat(order.rejectReason()).isEqualTo(reason);
        assertThat(order.cancelType()).isEqualTo(CancelType.UNKNOWN);
        boolean takes = (timeInForce.equals("IOC") && price.equals("50000")) || status == Status.FILLED;
        assertThat(order.filled().signum() > 0).isEqualTo(takes);
    }

    @Test
    void fillsARestingOrderInPartsAsPublicTradesComeThroughIt() throws Exception {
        SimOrder order = sim.settled("side:Buy,qty:1,price:49990");
        long start = sim.exchange.nowMillis();
        sim.venue.trade(start + 100, 49_990, 0.3, Taker.SELL);
        sim.venue.trade(start + 200, 49_991, 5, Taker.SELL);
        sim.venue.trade(start + 300, 49_980, 5, Taker.BUY);
        sim.venue.trade(start + 400, 49_980, 0.2, Taker.SELL);
        sim.pass(Duration.ofMillis(500));

        assertThat(sim.find(order).filled()).isEqualByComparingTo("0.5");
        assertThat(sim.executions()).allSatisfy(e -> {
            assertThat(e.isMaker()).isTrue();
            assertThat(e.price()).isEqualByComparingTo("49990");
            assertThat(e.feeRate()).isEqualByComparingTo("0.0002");
        }).extracting(Execution::millis).containsExactly(start + 400, start + 100);
    }

    @Test
    void fillsARestingOrderThatThePublicBookHasMovedThrough() throws Exception {
        SimOrder order = sim.settled("side:Buy,qty:1.5,price:49990");
        sim.venue.book(new double[][]{{49_900, 1}}, new double[][]{{49_950, 1}, {49_989, 0.2}, {49_991, 9}});
        sim.venue.price("49900");
        sim.pass(Duration.ofSeconds(1));

        assertThat(sim.find(order).filled()).isEqualByComparingTo("1.2");
        assertThat(sim.find(order).averagePrice().orElseThrow()).isEqualByComparingTo("49990");
    }

    @Test
    void servesTheBetterPriceFirstAndAtOnePriceTheOlderOrder() throws Exception {
        SimOrder older = sim.settled("side:Buy,qty:1,price:49990");
        SimOrder younger = sim.settled(ExchangeFixture.OTHER, "side:Buy,qty:1,price:49990");
        SimOrder better = sim.settled(ExchangeFixture.OTHER, "side:Buy,qty:1,price:49991");
        sim.venue.trade(sim.exchange.nowMillis() + 100, 49_980, 2.5, Taker.SELL);
        sim.pass(Duration.ofMillis(100));

        assertThat(List.of(better, older, younger)).extracting(order -> sim.find(order).filled())
                .usingElementComparator(BigDecimal::compareTo)
                .containsExactly(BigDecimal.ONE, BigDecimal.ONE, new BigDecimal("0.5"));
    }

    @Test
    void matchesTheOrdersOfTwoAccounts() throws Exception {
        SimOrder maker = sim.settled(ExchangeFixture.OTHER, "side:Sell,qty:0.4,price:50000");
        SimOrder taker = sim.settled("side:Buy,orderType:Market,qty:0.4");

        assertThat(sim.find(maker).status()).isEqualTo(Status.FILLED);
        assertThat(taker.averagePrice().orElseThrow()).isEqualByComparingTo("50000");
        assertThat(sim.position(ExchangeFixture.OTHER).size()).isEqualByComparingTo("0.4");
        assertThat(sim.updates.getLast().sequence()).isEqualTo(sim.updates.get(sim.updates.size() - 2).sequence());
    }

    @ParameterizedTest
    @CsvSource({"CancelMaker, CANCELLED, FILLED", "CancelTaker, NEW, CANCELLED", "CancelBoth, CANCELLED, CANCELLED"})
    void preventsTradesWithOneself(String rule, Status maker, Status taker) throws Exception {
        SimOrder first = sim.settled("side:Sell,qty:0.4,price:50000");
        SimOrder second = sim.settled("side:Buy,qty:0.4,price:50000,smpType:" + rule);

        assertThat(sim.find(first).status()).isEqualTo(maker);
        assertThat(second.status()).isEqualTo(taker);
        assertThat(List.of(sim.find(first), second)).filteredOn(order -> order.status() == Status.CANCELLED)
                .allSatisfy(order -> assertThat(order.cancelType()).isEqualTo(CancelType.CANCEL_BY_SMP));
    }

    @Test
    void endsAMarketOrderThatFindsNothingWithinItsBand() throws Exception {
        sim.venue.book(new double[][]{{49_000, 1}}, new double[][]{{50_501, 1}});
        SimOrder order = sim.settled("side:Buy,orderType:Market,qty:1");

        assertThat(order.status()).isEqualTo(Status.CANCELLED);
        assertThat(order.rejectReason()).isEqualTo(RejectReason.REACH_MARKET_PRICE_LIMIT);
        assertThat(order.price()).isEqualByComparingTo("50500");
    }

    @Test
    void changesAnOrderWhichMayThenTrade() throws Exception {
        SimOrder order = sim.settled("side:Buy,qty:0.5,price:49990");
        sim.exchange.amend(ExchangeFixture.UID, ExchangeFixture.ref(order),
                new Amendment(Optional.of(new BigDecimal("0.7")),
                        Optional.of(new BigDecimal("50000")), Optional.empty(), Protection.NONE));

        assertThat(sim.find(order).status()).isEqualTo(Status.FILLED);
        assertThat(sim.find(order).filled()).isEqualByComparingTo("0.7");
    }

    @Test
    void refusesAChangeThatChangesNothingOrGoesBelowTheFill() throws Exception {
        SimOrder order = sim.settled("side:Buy,qty:1.5,price:50000");

        assertThat(ExchangeFixture.codeOf(() -> amendQuantity(order, "1.5"))).isEqualTo(10_001);
        assertThat(ExchangeFixture.codeOf(() -> amendQuantity(order, "1"))).isEqualTo(110_064);
        assertThat(ExchangeFixture.codeOf(() -> amendQuantity(order, "1.2"))).isZero();
    }

    private void amendQuantity(SimOrder order, String quantity) throws ApiException {
        sim.exchange.amend(ExchangeFixture.UID, ExchangeFixture.ref(order),
                new Amendment(Optional.of(new BigDecimal(quantity)), Optional.empty(),
                        Optional.empty(), Protection.NONE));
    }

    @Test
    void cancelsOnceAndThenSaysThatItIsTooLate() throws Exception {
        SimOrder order = sim.settled("side:Buy,qty:1,price:49990");
        sim.exchange.cancel(ExchangeFixture.UID, ExchangeFixture.ref(order));

        assertThat(sim.find(order).cancelType()).isEqualTo(CancelType.CANCEL_BY_USER);
        assertThat(sim.find(order).rejectReason()).isEqualTo(RejectReason.PER_CANCEL_REQUEST);
        assertThat(ExchangeFixture
                .codeOf(() -> sim.exchange.cancel(ExchangeFixture.UID, ExchangeFixture.ref(order))))
                .isEqualTo(110_001);
        sim.venue.trade(sim.exchange.nowMillis() + 10, 49_900, 5, Taker.SELL);
        sim.pass(Duration.ofSeconds(1));
        assertThat(sim.executions()).isEmpty();
    }

    @Test
    void givesEqualIdsForEqualCalls() throws Exception {
        ExchangeFixture twin = new ExchangeFixture();

        assertThat(twin.settled("side:Buy,orderType:Market,qty:1").id())
                .isEqualTo(sim.settled("side:Buy,orderType:Market,qty:1").id());
        assertThat(twin.executions()).extracting(Execution::id)
                .containsExactlyElementsOf(sim.executions().stream().map(Execution::id).toList());
    }
}
