package io.tradinghub.sim.exchange;

import static io.tradinghub.sim.exchange.ExchangeFixture.codeOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

import io.tradinghub.sim.exchange.SimOrder.CancelType;
import io.tradinghub.sim.exchange.SimOrder.Origin;
import io.tradinghub.sim.exchange.SimOrder.RejectReason;
import io.tradinghub.sim.exchange.SimOrder.Status;
import io.tradinghub.sim.market.Trade.Taker;
import io.tradinghub.sim.wire.ApiException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StopsTest {
    private static final long UID = ExchangeFixture.UID;
    private final ExchangeFixture sim = new ExchangeFixture();

    @ParameterizedTest
    @CsvSource({"MarkPrice, mark", "IndexPrice, index", "LastPrice, last"})
    void firesByThePriceThatItWatchesAndNoOther(String by, String watched) throws Exception {
        SimOrder order = sim
                .settled("side:Sell,orderType:Market,qty:0.1,triggerPrice:49500,triggerDirection:2,triggerBy:"
                        + by);
        sim.venue.price("49000");
        set(watched, "49600");
        sim.pass(Duration.ofSeconds(1));
        assertThat(sim.find(order).status()).isEqualTo(Status.UNTRIGGERED);
        set(watched, "49500");
        sim.pass(Duration.ofSeconds(1));

        assertThat(sim.find(order).filled()).isEqualByComparingTo("0.1");
        assertThat(sim.updates.getLast().orders()).extracting(SimOrder::status).containsExactly(Status.TRIGGERED,
                Status.FILLED);
    }

    private void set(String price, String value) {
        switch (price) {
            case "mark" -> sim.venue.mark(value);
            case "index" -> sim.venue.index(value);
            case "last" -> sim.venue.last(value);
            default -> throw new IllegalArgumentException(price);
        }
    }

    @Test
    void firesByAPublicTradeInBetween() throws Exception {
        SimOrder order = sim.settled("side:Sell,orderType:Market,qty:0.1,triggerPrice:49500,triggerDirection:2");
        sim.venue.trade(sim.exchange.nowMillis() + 300, 49_490, 1, Taker.SELL);
        sim.pass(Duration.ofSeconds(1));

        assertThat(sim.find(order).status()).isEqualTo(Status.FILLED);
        assertThat(sim.executions().getFirst().millis()).isEqualTo(ExchangeFixture.START + 300);
    }

    @Test
    void needsNoMarginBeforeItFiresAndIsCancelledThenWithoutIt() throws Exception {
        SimOrder order = sim.settled("side:Buy,orderType:Market,qty:100,triggerPrice:50500,triggerDirection:1");
        sim.venue.price("50500");
        sim.pass(Duration.ofSeconds(1));

        assertThat(sim.find(order).status()).isEqualTo(Status.CANCELLED);
        assertThat(sim.find(order).rejectReason()).isEqualTo(RejectReason.NO_ENOUGH_QTY_TO_FILL);
    }

    @Test
    void closesThePositionAtItsStopAndLeavesNoOrderBehind() throws Exception {
        sim.settled("side:Buy,qty:0.4,price:50000");
        set(stop("45000", Trigger.By.MARK_PRICE), Optional.of(stop("55000", Trigger.By.LAST_PRICE)));
        assertThat(sim.position().stopLoss()).isEqualByComparingTo("45000");
        assertThat(sim.position().takeProfit()).isEqualByComparingTo("55000");
        sim.venue.mark("44999");
        sim.pass(Duration.ofSeconds(1));

        assertThat(sim.position().size()).isZero();
        assertThat(sim.exchange.reads().openOrders(UID)).isEmpty();
        assertThat(sim.exchange.reads().recentOrders(UID)).extracting(SimOrder::origin, SimOrder::cancelType)
                .contains(tuple(Origin.TAKE_PROFIT, CancelType.CANCEL_BY_TP_SL_TS_CLEAR),
                        tuple(Origin.STOP_LOSS, CancelType.UNKNOWN));
    }

    @Test
    void replacesAStopByALaterOneAndRemovesItByZero() throws Exception {
        sim.settled("side:Buy,qty:0.4,price:50000");
        set(stop("45000", Trigger.By.MARK_PRICE), Optional.empty());
        set(stop("46000", Trigger.By.MARK_PRICE), Optional.empty());
        assertThat(sim.exchange.reads().openOrders(UID)).singleElement()
                .satisfies(order -> assertThat(order.trigger().orElseThrow().price()).isEqualByComparingTo("46000"));
        assertThat(codeOf(() -> set(stop("46000", Trigger.By.MARK_PRICE), Optional.empty()))).isEqualTo(34_040);
        set(stop("0", Trigger.By.MARK_PRICE), Optional.empty());

        assertThat(sim.position().stopLoss()).isZero();
        assertThat(sim.exchange.reads().openOrders(UID)).isEmpty();
    }

    @Test
    void refusesAStopOnTheWrongSideOrWithoutAPosition() throws Exception {
        assertThat(codeOf(() -> set(stop("45000", Trigger.By.MARK_PRICE), Optional.empty()))).isEqualTo(10_001);
        sim.settled("side:Sell,qty:0.4,price:49999.9");

        assertThat(codeOf(() -> set(stop("45000", Trigger.By.MARK_PRICE), Optional.empty()))).isEqualTo(10_001);
        assertThat(codeOf(() -> set(stop("55000", Trigger.By.MARK_PRICE), Optional.empty()))).isZero();
    }

    @Test
    void attachesTheStopOfAnOrderWithItsFirstFill() throws Exception {
        sim.settled("side:Buy,qty:1.5,price:50000,stopLoss:45000,slTriggerBy:MarkPrice");
        assertThat(sim.position().size()).isEqualByComparingTo("1");
        assertThat(sim.exchange.reads().openOrders(UID)).filteredOn(o -> o.origin() == Origin.STOP_LOSS)
                .singleElement().satisfies(stop -> assertThat(stop.quantity()).isEqualByComparingTo("1"));
        sim.venue.trade(sim.exchange.nowMillis() + 10, 49_999, 1, Taker.SELL);
        sim.pass(Duration.ofMillis(10));

        assertThat(sim.exchange.reads().openOrders(UID)).singleElement()
                .satisfies(stop -> assertThat(stop.quantity()).isEqualByComparingTo("1.5"));
    }

    @Test
    void keepsPartialStopsBesideEachOther() throws Exception {
        sim.settled("side:Buy,qty:1,price:50000");
        for (String price : List.of("45000", "46000")) {
            Protection.Stop part = new Protection.Stop(new BigDecimal(price), Trigger.By.LAST_PRICE, Optional.empty(),
                    Optional.of(new BigDecimal("0.4")));
            sim.exchange.positions().tradingStop(UID, sim.linear(), 0, new Protection(Optional.empty(),
                    Optional.of(part), Optional.empty(), Optional.empty(), true));
        }
        sim.venue.price("45900");
        sim.pass(Duration.ofSeconds(1));

        assertThat(sim.exchange.reads().openOrders(UID)).singleElement()
                .satisfies(order -> assertThat(order.origin()).isEqualTo(Origin.PARTIAL_STOP_LOSS));
    }

    @Test
    void followsThePriceWithATrailingStopAndNeverGoesBack() throws Exception {
        sim.settled("side:Buy,qty:0.4,price:50000");
        sim.exchange.positions().tradingStop(UID, sim.linear(), 0, new Protection(Optional.empty(), Optional.empty(),
                Optional.of(new BigDecimal("500")), Optional.of(new BigDecimal("50500")), false));
        sim.venue.last("50400");
        sim.pass(Duration.ofSeconds(1));
        assertThat(trigger()).isZero();
        sim.venue.last("51000");
        sim.pass(Duration.ofSeconds(1));
        sim.venue.last("50800");
        sim.pass(Duration.ofSeconds(1));
        assertThat(trigger()).isEqualByComparingTo("50500");
        assertThat(sim.position().trailingStop()).isEqualByComparingTo("500");
        sim.venue.last("50500");
        sim.pass(Duration.ofSeconds(1));

        assertThat(sim.executions().getFirst().origin()).isEqualTo(Origin.TRAILING_STOP);
    }

    private BigDecimal trigger() {
        return sim.exchange.reads().openOrders(UID).getFirst().trigger().orElseThrow().price();
    }

    private static Protection.Stop stop(String price, Trigger.By by) {
        return new Protection.Stop(new BigDecimal(price), by, Optional.empty(), Optional.empty());
    }

    private void set(Protection.Stop loss, Optional<Protection.Stop> profit)
            throws ApiException {
        sim.exchange.positions().tradingStop(UID, sim.linear(), 0,
                new Protection(profit, Optional.of(loss), Optional.empty(), Optional.empty(), false));
    }
}
