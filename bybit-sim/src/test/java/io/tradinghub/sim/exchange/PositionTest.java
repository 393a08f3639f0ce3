package io.tradinghub.sim.exchange;

import static io.tradinghub.sim.exchange.ExchangeFixture.codeOf;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;

import io.tradinghub.order.Side;
import io.tradinghub.sim.exchange.SimOrder.CancelType;
import io.tradinghub.sim.exchange.SimOrder.Status;
import io.tradinghub.sim.market.Trade.Taker;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PositionTest {
    private static final long UID = ExchangeFixture.UID;
    private final ExchangeFixture sim = new ExchangeFixture();

    @Test
    void averagesTheEntryAndBooksTheFee() throws Exception {
        sim.settled("side:Buy,orderType:Market,qty:1.5");

        PositionState position = sim.position();
        assertThat(position.side()).hasValue(Side.BUY);
        assertThat(position.averagePrice()).isEqualByComparingTo("50000.33333333");
        assertThat(position.realised()).isEqualByComparingTo("-41.250275");
        assertThat(sim.balance("USDT")).isEqualByComparingTo("9958.749725");
    }

    @Test
    void realisesThePartThatIsClosed() throws Exception {
        sim.settled("side:Buy,qty:1,price:50000");
        sim.venue.price("50300");
        sim.venue.book(new double[][]{{50_200, 1}}, new double[][]{{50_300, 1}});
        SimOrder close = sim.settled("side:Sell,orderType:Market,qty:0.4");

        assertThat(close.closedPnl()).isEqualByComparingTo("80");
        assertThat(sim.executions().getFirst().closedSize()).isEqualByComparingTo("0.4");
        assertThat(sim.position().averagePrice()).isEqualByComparingTo("50000");
        assertThat(sim.position().unrealised()).isEqualByComparingTo("180");
    }

    @Test
    void turnsAPositionWithAnOrderThatIsLargerThanIt() throws Exception {
        sim.settled("side:Buy,qty:0.4,price:50000");
        sim.settled("side:Sell,orderType:Market,qty:1");

        assertThat(sim.position().side()).hasValue(Side.SELL);
        assertThat(sim.position().size()).isEqualByComparingTo("0.6");
        assertThat(sim.position().averagePrice()).isEqualByComparingTo("49999.9");
    }

    @Test
    void cutsAReduceOnlyOrderToThePosition() throws Exception {
        sim.settled("side:Buy,qty:0.4,price:50000");
        SimOrder order = sim.settled("side:Sell,orderType:Market,qty:1,reduceOnly:true");

        assertThat(order.quantity()).isEqualByComparingTo("0.4");
        assertThat(order.status()).isEqualTo(Status.FILLED);
        assertThat(sim.position().side()).isEmpty();
    }

    @Test
    void closesAWholePositionByQuantityZero() throws Exception {
        sim.settled("side:Buy,qty:0.4,price:50000");
        sim.settled("side:Sell,orderType:Market,qty:0,reduceOnly:true,closeOnTrigger:true");

        assertThat(sim.position().size()).isZero();
    }

    @Test
    void shrinksAndThenCancelsARestingReduceOnlyOrderWithThePosition() throws Exception {
        sim.settled("side:Buy,qty:1,price:50000");
        SimOrder resting = sim.settled("side:Sell,qty:0.9,price:50100,reduceOnly:true");
        sim.settled("side:Sell,orderType:Market,qty:0.4");
        assertThat(sim.find(resting).quantity()).isEqualByComparingTo("0.6");
        sim.venue.last("50001");
        sim.settled("side:Sell,orderType:Market,qty:0.6");

        assertThat(sim.find(resting).status()).isEqualTo(Status.CANCELLED);
        assertThat(sim.find(resting).cancelType()).isEqualTo(CancelType.CANCEL_BY_REDUCE_ONLY);
    }

    @Test
    void keepsLongAndShortApartInHedgeMode() throws Exception {
        sim.exchange.positions().switchMode(UID, sim.linear(), true);
        assertThat(codeOf(() -> sim.place("side:Buy,qty:0.1,price:50000"))).isEqualTo(10_001);
        sim.settled("side:Buy,qty:0.1,price:50000,positionIdx:1");
        sim.settled("side:Sell,orderType:Market,qty:0.2,positionIdx:2");

        assertThat(sim.exchange.reads().positions(UID, sim.linear())).extracting(PositionState::size)
                .usingElementComparator(BigDecimal::compareTo)
                .containsExactly(new BigDecimal("0.1"), new BigDecimal("0.2"));
        assertThat(codeOf(() -> sim.exchange.positions().switchMode(UID, sim.linear(), true))).isEqualTo(110_025);
        assertThat(codeOf(() -> sim.exchange.positions().switchMode(UID, sim.linear(), false))).isEqualTo(110_024);
    }

    @Test
    void neverTurnsAPositionOfHedgeMode() throws Exception {
        sim.exchange.positions().switchMode(UID, sim.linear(), true);
        sim.settled("side:Buy,qty:0.1,price:50000,positionIdx:1");

        assertThat(codeOf(() -> sim.place("side:Sell,orderType:Market,qty:0.3,positionIdx:1"))).isZero();
        sim.pass(Duration.ZERO);
        assertThat(sim.exchange.reads().positions(UID, sim.linear())).allSatisfy(
                position -> assertThat(position.side()).isEmpty());
    }

    @Test
    void setsTheLeverageOfASymbol() throws Exception {
        sim.exchange.positions().setLeverage(UID, sim.linear(), new BigDecimal(5));

        assertThat(sim.position().leverage()).isEqualByComparingTo("5");
        assertThat(codeOf(() -> sim.exchange.positions().setLeverage(UID, sim.linear(), new BigDecimal("5.0"))))
                .isEqualTo(110_043);
        assertThat(codeOf(() -> sim.exchange.positions().setLeverage(UID, sim.linear(), new BigDecimal(101))))
                .isEqualTo(110_013);
    }

    /// The numbers of a captured position and wallet frame: 4 XRP at 2.7862 with leverage 10, a resting buy of 10 at
    /// 2.5293.
    @ParameterizedTest
    @CsvSource({"4, 2.7862, 1.11999668"})
    void computesTheInitialMarginThatBybitShows(String size, String price, String expected) throws Exception {
        sim.venue.price(price);
        sim.venue.book(new double[][]{}, new double[][]{{Double.parseDouble(price), 100}});
        Account account = new Account(7, FeeRates.STANDARD, 0);
        Position position = account.position(sim.linear(), 0, 0);
        position.trade(new BigDecimal(size), new BigDecimal(price), 1, 0);
        Margin margin = new Margin(sim.venue, new RuleBook(), new OrderArchive(Environment.MAINNET));

        assertThat(margin.state(account, position, 0).initialMargin()).isEqualByComparingTo(expected);
    }

    @Test
    void computesTheOrderMarginThatBybitShows() throws Exception {
        Account account = new Account(7, FeeRates.STANDARD, 0);
        OrderTerms terms = sim.settled("side:Buy,qty:0.1,price:49990").terms().withPrice(new BigDecimal("2.5293"))
                .withQuantity(BigDecimal.TEN);
        SimOrder order = new SimOrder(terms, new Ids.OrderId("a", ""), 7, SimOrder.Origin.USER, BigDecimal.ONE, 0);
        Margin margin = new Margin(sim.venue, new RuleBook(), new OrderArchive(Environment.MAINNET));

        assertThat(margin.ofOrders(account, sim.linear(), Optional.of(order))).isEqualByComparingTo("2.55573119");
    }

    @Test
    void settlesFundingForWhoeverHolds() throws Exception {
        sim.settled("side:Buy,qty:1,price:50000");
        BigDecimal before = sim.balance("USDT");
        sim.venue.fundingRate("0.0002");
        sim.venue.mark("51000");
        sim.pass(Duration.ofHours(4));

        Execution funding = sim.executions().getFirst();
        assertThat(funding.kind()).isEqualTo(Execution.Kind.FUNDING);
        assertThat(funding.fee()).isEqualByComparingTo("10.2");
        assertThat(funding.orderId()).isEqualTo("1772467200-BTCUSDT-1001-Buy");
        assertThat(before.subtract(sim.balance("USDT"))).isEqualByComparingTo("10.2");
        sim.pass(Duration.ofHours(8));
        assertThat(sim.executions()).filteredOn(e -> e.kind() == Execution.Kind.FUNDING).hasSize(2);
    }

    @Test
    void paysShortsFundingAtAPositiveRate() throws Exception {
        sim.settled("side:Sell,qty:1,price:49999.9");
        BigDecimal before = sim.balance("USDT");
        sim.pass(Duration.ofHours(4));

        assertThat(sim.balance("USDT").subtract(before)).isEqualByComparingTo("5");
        assertThat(sim.executions().getFirst().fee()).isEqualByComparingTo("-5");
    }

    @Test
    void liquidatesAnAccountThatIsShortOfMaintenanceMargin() throws Exception {
        sim.exchange.interventions().transfer(UID, "BTC", BigDecimal.ONE.negate());
        sim.settled("side:Buy,qty:1.8,orderType:Market");
        SimOrder resting = sim.settled("side:Sell,qty:0.1,price:50100");
        BigDecimal liquidation = sim.position().liquidationPrice().orElseThrow();
        sim.venue.price(liquidation.add(BigDecimal.ONE).toPlainString());
        sim.pass(Duration.ofSeconds(1));
        assertThat(sim.position().size()).isEqualByComparingTo("1.8");
        sim.venue.price(liquidation.subtract(BigDecimal.ONE).toPlainString());
        sim.pass(Duration.ofSeconds(1));

        assertThat(sim.position().size()).isZero();
        assertThat(sim.executions().getFirst().kind()).isEqualTo(Execution.Kind.BUST_TRADE);
        assertThat(sim.find(resting).cancelType()).isEqualTo(CancelType.CANCEL_ALL_BEFORE_LIQ);
    }

    @Test
    void takesPartOfAPositionOverOnDemand() throws Exception {
        sim.settled("side:Buy,qty:1,price:50000");
        assertThat(sim.exchange.interventions().deleverage(UID, sim.linear(), Optional.of(new BigDecimal("0.3"))))
                .isTrue();

        assertThat(sim.position().size()).isEqualByComparingTo("0.7");
        assertThat(sim.executions().getFirst().kind()).isEqualTo(Execution.Kind.ADL_TRADE);
        assertThat(sim.exchange.interventions().liquidate(ExchangeFixture.OTHER, sim.linear())).isFalse();
    }

    @Test
    void reportsThePositionWithEveryOrderOfItsSymbol() throws Exception {
        sim.settled("side:Buy,qty:1,price:49990");

        assertThat(sim.updates.getLast().positions()).singleElement()
                .satisfies(position -> assertThat(position.size()).isZero());
        assertThat(sim.updates.getLast().wallet()).isPresent();
    }

    @Test
    void fillsOfRestingOrdersReachThePosition() throws Exception {
        sim.settled("side:Buy,qty:1,price:49990");
        sim.venue.trade(sim.exchange.nowMillis() + 5, 49_980, 0.25, Taker.SELL);
        sim.pass(Duration.ofMillis(5));

        assertThat(sim.position().size()).isEqualByComparingTo("0.25");
        assertThat(sim.updates.getLast().positions().getFirst().size()).isEqualByComparingTo("0.25");
    }
}
