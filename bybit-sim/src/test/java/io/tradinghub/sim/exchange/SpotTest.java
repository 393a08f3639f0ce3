package io.tradinghub.sim.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;

import io.tradinghub.sim.exchange.SimOrder.RejectReason;
import io.tradinghub.sim.exchange.SimOrder.Status;
import org.junit.jupiter.api.Test;

class SpotTest {
    private final ExchangeFixture sim = new ExchangeFixture();

    @Test
    void buysForAnAmountOfQuoteCoinAndKeepsWhatIsLessThanAStep() throws Exception {
        SimOrder order = sim.settled("category:spot,side:Buy,orderType:Market,qty:123.47");

        assertThat(order.filled()).isEqualByComparingTo("0.002469");
        assertThat(order.filledValue()).isEqualByComparingTo("123.45");
        assertThat(order.status()).isEqualTo(Status.PARTIALLY_FILLED_CANCELED);
        assertThat(order.rejectReason()).isEqualTo(RejectReason.CANCEL_FOR_NO_FULL_FILL);
        assertThat(sim.balance("USDT")).isEqualByComparingTo("9876.55");
    }

    @Test
    void isFilledWhenTheAmountComesOutEven() throws Exception {
        assertThat(sim.settled("category:spot,side:Buy,orderType:Market,qty:100").status()).isEqualTo(Status.FILLED);
    }

    @Test
    void paysTheFeeOfABuyInBaseCoin() throws Exception {
        SimOrder order = sim.settled("category:spot,side:Buy,orderType:Market,qty:0.1,marketUnit:baseCoin");

        assertThat(order.fee()).isEqualByComparingTo("0.0001");
        assertThat(sim.balance("BTC")).isEqualByComparingTo("1.0999");
        assertThat(sim.balance("USDT")).isEqualByComparingTo("5000");
        assertThat(sim.executions().getFirst().feeCoin()).isEqualTo("BTC");
    }

    @Test
    void paysTheFeeOfASaleInQuoteCoin() throws Exception {
        SimOrder order = sim.settled("category:spot,side:Sell,orderType:Market,qty:0.1");

        assertThat(order.fee()).isEqualByComparingTo("4.99999");
        assertThat(sim.balance("BTC")).isEqualByComparingTo("0.9");
        assertThat(sim.balance("USDT")).isEqualByComparingTo("14994.99001");
    }

    @Test
    void cannotSellAllThatWasBoughtBecauseOfTheFee() throws Exception {
        sim.exchange.interventions().transfer(ExchangeFixture.UID, "BTC", BigDecimal.ONE.negate());
        sim.settled("category:spot,side:Buy,orderType:Market,qty:0.1,marketUnit:baseCoin");

        assertThat(ExchangeFixture.codeOf(() -> sim.place("category:spot,side:Sell,orderType:Market,qty:0.1")))
                .isEqualTo(170_131);
        assertThat(ExchangeFixture.codeOf(() -> sim.place("category:spot,side:Sell,orderType:Market,qty:0.0999")))
                .isZero();
    }

    @Test
    void locksWhatOpenOrdersNeedAndFreesItWithThem() throws Exception {
        SimOrder buy = sim.settled("category:spot,side:Buy,qty:0.1,price:49990");
        sim.settled("category:spot,side:Sell,qty:0.3,price:50100");
        assertThat(sim.locked("USDT")).isEqualByComparingTo("4999");
        assertThat(sim.locked("BTC")).isEqualByComparingTo("0.3");
        assertThat(ExchangeFixture.codeOf(() -> sim.place("category:spot,side:Sell,qty:0.8,price:50100")))
                .isEqualTo(170_131);

        sim.exchange.cancel(ExchangeFixture.UID, ExchangeFixture.ref(buy));

        assertThat(sim.locked("USDT")).isZero();
    }

    @Test
    void givesAnOrderWithoutAClientIdTheNextNumber() throws Exception {
        SimOrder order = sim.settled("category:spot,side:Buy,qty:0.1,price:49990");

        assertThat(Long.parseLong(order.linkId())).isEqualTo(Long.parseLong(order.id()) + 1);
        assertThat(sim.settled("side:Buy,qty:0.1,price:49990").linkId()).isEmpty();
    }

    @Test
    void deactivatesAConditionalOrderThatIsCancelledBeforeItFires() throws Exception {
        SimOrder order = sim.settled(
                "category:spot,side:Buy,qty:0.1,price:51000,triggerPrice:51000,orderFilter:StopOrder");
        assertThat(order.status()).isEqualTo(Status.UNTRIGGERED);
        assertThat(sim.locked("USDT")).isZero();
        sim.exchange.cancel(ExchangeFixture.UID, ExchangeFixture.ref(order));

        assertThat(sim.find(order).status()).isEqualTo(Status.DEACTIVATED);
    }
}
