package io.tradinghub.sim.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetentionTest {
    private static final long UID = ExchangeFixture.UID;
    private final ExchangeFixture sim = new ExchangeFixture();

    @ParameterizedTest
    @CsvSource({"linear", "spot"})
    void keepsACancelledOrderWithoutAFillForADay(String category) throws Exception {
        SimOrder order = sim.settled("category:%s,side:Buy,qty:0.1,price:49990".formatted(category));
        sim.exchange.cancel(UID, ExchangeFixture.ref(order));
        sim.pass(Duration.ofHours(24));
        assertThat(history()).containsExactly(order.id());
        sim.pass(Duration.ofMillis(1));

        assertThat(history()).isEmpty();
    }

    @Test
    void keepsACancelledOrderWithAFillForTwoYears() throws Exception {
        SimOrder order = sim.settled("category:spot,side:Buy,qty:0.1,price:50000");
        sim.pass(Duration.ofDays(729));

        assertThat(history()).containsExactly(order.id());
        assertThat(sim.executions()).hasSize(1);
        sim.pass(Duration.ofDays(2));
        assertThat(history()).isEmpty();
        assertThat(sim.executions()).isEmpty();
    }

    @Test
    void keepsOrdersOfDemoTradingForAWeek() throws Exception {
        ExchangeFixture demo = new ExchangeFixture(Environment.DEMO, 0);
        demo.settled("category:spot,side:Buy,orderType:Market,qty:100");
        demo.pass(Duration.ofDays(7));
        assertThat(demo.exchange.reads().orderHistory(UID)).hasSize(1);
        demo.pass(Duration.ofMillis(1));

        assertThat(demo.exchange.reads().orderHistory(UID)).isEmpty();
    }

    @Test
    void forgetsClosedOrdersAtARestartButNotOpenOnesAndNotTheHistory() throws Exception {
        SimOrder filled = sim.settled("category:spot,side:Buy,orderType:Market,qty:100");
        SimOrder open = sim.settled("side:Buy,qty:0.1,price:49990");
        assertThat(sim.exchange.reads().recentOrders(UID)).hasSize(1);
        sim.exchange.interventions().restart();

        assertThat(sim.exchange.reads().recentOrders(UID)).isEmpty();
        assertThat(sim.exchange.reads().openOrders(UID)).extracting(SimOrder::id).containsExactly(open.id());
        assertThat(history()).containsExactly(filled.id());
    }

    @Test
    void knowsTheLastFiveHundredClosedOrders() throws Exception {
        for (int i = 0; i < 501; i++) {
            SimOrder order = sim.settled("side:Buy,qty:0.1,price:49990");
            sim.exchange.cancel(UID, ExchangeFixture.ref(order));
        }

        assertThat(sim.exchange.reads().recentOrders(UID)).hasSize(500);
        assertThat(history()).hasSize(501);
    }

    private List<String> history() {
        return sim.exchange.reads().orderHistory(UID).stream().map(SimOrder::id).toList();
    }
}
