package io.tradinghub.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;

import io.tradinghub.market.InstrumentId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class FillTest {
    private static final InstrumentId SPOT = InstrumentId.spot("BTCUSDT");
    private static final BigDecimal PRICE = new BigDecimal("50000");
    private static final BigDecimal FEE = new BigDecimal("0.001");

    private static Fill fill(Origin origin, Optional<ClientOrderId> order, Side side, String quantity, String price,
            Fee fee) {
        return new Fill(new ExecutionId("e1"), order, origin, SPOT, side, new BigDecimal(quantity),
                new BigDecimal(price), fee, Fill.Liquidity.TAKER, 0, Instant.EPOCH);
    }

    private static Fill byHand(Side side, String quantity, String price, Fee fee) {
        return fill(Origin.MANUAL, Optional.empty(), side, quantity, price, fee);
    }

    @ParameterizedTest
    @CsvSource({"0, 50000", "-1, 50000", "1, 0", "1, -50000"})
    void refusesAnExecutionOfNothingOrForNothing(String quantity, String price) {
        assertThatThrownBy(() -> byHand(Side.BUY, quantity, price, Fee.inQuote(FEE, "USDT")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("fill e1 needs a positive quantity and price, got %s at %s".formatted(quantity, price));
    }

    @Test
    void refusesAnExecutionOfTheBotsOwnThatNamesNoOrder() {
        assertThatThrownBy(
                () -> fill(Origin.ORDER, Optional.empty(), Side.BUY, "1", "50000", Fee.inQuote(FEE, "USDT")))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("must name it");
    }

    @Test
    void addsWhatWasBoughtAndTakesWhatWasSold() {
        assertThat(byHand(Side.BUY, "2", "50000", Fee.inQuote(FEE, "USDT")).positionChange()).isEqualByComparingTo("2");
        assertThat(byHand(Side.SELL, "2", "50000", Fee.inQuote(FEE, "USDT")).positionChange())
                .isEqualByComparingTo("-2");
    }

    @Test
    void aFeeInTheCoinItselfLeavesThePositionAndAnyOtherDoesNot() {
        assertThat(byHand(Side.BUY, "2", "50000", Fee.inBase(FEE, "BTC", PRICE)).positionChange())
                .isEqualByComparingTo("1.999");
        assertThat(byHand(Side.SELL, "2", "50000", Fee.inBase(FEE, "BTC", PRICE)).positionChange())
                .isEqualByComparingTo("-2.001");
        assertThat(byHand(Side.BUY, "2", "50000", Fee.inOther(FEE, "MNT", BigDecimal.ONE)).positionChange())
                .isEqualByComparingTo("2");
    }

    @Test
    void everyFeeIsWorthSomethingInQuoteCoin() {
        assertThat(Fee.inBase(FEE, "BTC", PRICE).quoteValue()).isEqualByComparingTo("50");
        assertThat(Fee.inQuote(FEE, "USDT").quoteValue()).isEqualByComparingTo("0.001");
        assertThat(Fee.inOther(FEE, "MNT", new BigDecimal("0.0007")).quoteValue()).isEqualByComparingTo("0.0007");
    }

    @Test
    void anExecutionOfAnOrderHasItsSideInstrumentAndId() {
        OrderRequest request = new OrderRequest(new ClientOrderId("bot_1-1"), SPOT, Side.SELL, BigDecimal.TWO,
                new OrderRequest.Terms.Market(), OrderRequest.Effect.ANY, Instant.EPOCH);
        Fee fee = Fee.inQuote(FEE, "USDT");
        assertThat(Fill.ofOrder(new ExecutionId("e1"), request, BigDecimal.ONE, PRICE, fee, Fill.Liquidity.TAKER,
                Instant.EPOCH)).isEqualTo(
                        fill(Origin.ORDER, Optional.of(request.id()), Side.SELL, "1", "50000", fee));
    }

    @ParameterizedTest
    @EnumSource
    void everythingButAnOrderOfTheBotIsForeign(Origin origin) {
        assertThat(origin.isForeign()).isEqualTo(!origin.equals(Origin.ORDER));
    }

    @Test
    void aBuyEnlargesALongPositionAndASaleAShortOne() {
        assertThat(Side.BUY.sign()).isEqualTo(1);
        assertThat(Side.SELL.sign()).isEqualTo(-1);
    }

    @Test
    void idsAreWhatTheExchangeCallsThem() {
        assertThat(new ExecutionId("e1")).hasToString("e1");
        assertThat(new ExchangeOrderId("1523347543495541248")).hasToString("1523347543495541248");
    }
}
