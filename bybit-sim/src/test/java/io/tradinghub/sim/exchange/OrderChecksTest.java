package io.tradinghub.sim.exchange;

import static io.tradinghub.sim.exchange.ExchangeFixture.codeOf;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;

import io.tradinghub.market.Category;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OrderChecksTest {
    private final ExchangeFixture sim = new ExchangeFixture();

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"side:Buy,qty:0.0005,price:50000 | 10001",
            "side:Buy,qty:0,price:50000 | 10001",
            "side:Buy,qty:2000,price:49000 | 10001", "side:Buy,qty:200,orderType:Market | 10001",
            "side:Buy,qty:1,price:50000.05 | 110003", "side:Buy,qty:1,price:3000000 | 110003",
            "side:Buy,qty:1 | 10001", "side:Up,qty:1,price:50000 | 10001", "side:Buy,qty:x,price:50000 | 10001",
            "side:Buy,qty:0.001,price:4000 | 110094", "side:Buy,qty:15,price:50000 | 110007",
            "side:Buy,qty:1,price:50000,positionIdx:1 | 10001", "side:Sell,qty:1,price:50000,reduceOnly:true | 110017",
            "side:Sell,qty:0,orderType:Market,reduceOnly:true,closeOnTrigger:true | 110017",
            "side:Buy,qty:1,price:49990,orderLinkId:1234567890123456789012345678901234567 | 10001",
            "side:Buy,qty:1,price:49990,orderLinkId:a b | 10001", "symbol:NOPEUSDT,side:Buy,qty:1,price:1 | 10001",
            "side:Buy,qty:1,price:49990,triggerPrice:51000 | 10001",
            "side:Buy,qty:0.1,price:49990,triggerPrice:49000,triggerDirection:1 | 110092",
            "side:Buy,qty:0.1,price:49990,triggerPrice:51000,triggerDirection:2 | 110093",
            "side:Buy,qty:0.1,price:49990,stopLoss:49995 | 10001",
            "side:Buy,qty:0.1,price:49990,takeProfit:49980 | 10001"})
    void refusesAFuturesOrderBeforeItAcknowledges(String request, int code) {
        assertThat(codeOf(() -> sim.place(request))).isEqualTo(code);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"side:Buy,qty:0.0000001,price:50000 | 170137",
            "side:Buy,qty:0.1,price:50000.01 | 170134", "side:Buy,qty:0.0001,price:49990 | 170140",
            "side:Buy,qty:1,price:50000 | 170131", "side:Sell,qty:1.5,price:50000 | 170131",
            "side:Buy,qty:20000,orderType:Market | 170131", "side:Buy,qty:1.123456789,orderType:Market | 170148",
            "side:Buy,qty:1000,price:49990 | 170124", "symbol:NOPEUSDT,side:Buy,qty:1,price:1 | 170121",
            "side:Buy,qty:0.1,price:60000 | 170193", "side:Sell,qty:0.1,price:40000 | 170194",
            "side:Buy,qty:1,orderFilter:StopOrder,price:1 | 10001"})
    void refusesASpotOrderBeforeItAcknowledges(String request, int code) {
        assertThat(codeOf(() -> sim.place("category:spot," + request))).isEqualTo(code);
    }

    @Test
    void refusesAClientIdThatWasUsedBefore() throws Exception {
        SimOrder first = sim.settled("side:Buy,qty:0.1,price:49990,orderLinkId:a-1");
        sim.exchange.cancel(ExchangeFixture.UID, ExchangeFixture.ref(first));

        assertThat(codeOf(() -> sim.place("side:Buy,qty:0.1,price:49990,orderLinkId:a-1"))).isEqualTo(110_072);
        sim.place("category:spot,side:Buy,qty:0.1,price:49990,orderLinkId:a-1");
        assertThat(codeOf(() -> sim.place("category:spot,side:Buy,qty:0.1,price:49990,orderLinkId:a-1")))
                .isEqualTo(170_141);
        assertThat(codeOf(() -> sim.place(ExchangeFixture.OTHER, "side:Buy,qty:0.1,price:49990,orderLinkId:a-1")))
                .isZero();
    }

    @Test
    void doesNotTakeTheClientIdOfARefusedOrder() throws Exception {
        assertThat(codeOf(() -> sim.place("side:Buy,qty:15,price:50000,orderLinkId:a-1"))).isEqualTo(110_007);

        assertThat(codeOf(() -> sim.place("side:Buy,qty:0.1,price:50000,orderLinkId:a-1"))).isZero();
    }

    @Test
    void movesAFuturesLimitToTheBandUnlessToldOtherwise() throws Exception {
        assertThat(sim.settled("side:Buy,qty:0.1,price:60000").price()).isEqualByComparingTo("50500");
        assertThat(sim.settled("side:Sell,qty:0.1,price:40000").price()).isEqualByComparingTo("49500");
        sim.exchange.positions().setMovesToBand(ExchangeFixture.UID, Category.LINEAR, false);

        assertThat(codeOf(() -> sim.place("side:Buy,qty:0.1,price:60000"))).isEqualTo(110_121);
        assertThat(codeOf(() -> sim.place("side:Sell,qty:0.1,price:40000"))).isEqualTo(110_120);
    }

    @Test
    void widensTheBandToTheIndexButNotBeyondItsSecondBound() throws Exception {
        sim.venue.index("50800");
        assertThat(sim.settled("side:Buy,qty:0.01,price:60000").price()).isEqualByComparingTo("50800");
        sim.venue.index("52000");

        assertThat(sim.settled("side:Buy,qty:0.01,price:60000").price()).isEqualByComparingTo("51000");
    }

    @Test
    void countsOpenOrders() throws Exception {
        for (int i = 0; i < 10; i++) {
            sim.settled("side:Buy,qty:0.1,price:49990,triggerPrice:%d,triggerDirection:1".formatted(51_000 + i));
        }
        assertThat(codeOf(() -> sim.place("side:Buy,qty:0.1,price:49990,triggerPrice:52000,triggerDirection:1")))
                .isEqualTo(110_009);
        for (int i = 10; i < 500; i++) {
            sim.place("side:Buy,qty:0.001,price:49990");
        }

        assertThat(codeOf(() -> sim.place("side:Buy,qty:0.001,price:49990"))).isEqualTo(110_020);
    }

    @Test
    void asksForTheMarginOfTheSideThatNeedsMore() throws Exception {
        sim.exchange.interventions().transfer(ExchangeFixture.UID, "BTC", BigDecimal.ONE.negate());
        sim.settled("side:Buy,qty:1.9,price:49990");

        assertThat(codeOf(() -> sim.place("side:Buy,qty:0.2,price:49990"))).isEqualTo(110_007);
        assertThat(codeOf(() -> sim.place("side:Sell,qty:1.8,price:50100"))).isZero();
    }

    @Test
    void asksForNoMarginToCloseAPosition() throws Exception {
        sim.exchange.interventions().transfer(ExchangeFixture.UID, "BTC", BigDecimal.ONE.negate());
        sim.settled("side:Buy,qty:1.8,orderType:Market");

        assertThat(codeOf(() -> sim.place("side:Sell,qty:1.8,price:50100"))).isZero();
        assertThat(codeOf(() -> sim.place("side:Sell,qty:4,price:50100"))).isEqualTo(110_007);
    }
}
