package io.tradinghub.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Instant;

import io.tradinghub.market.InstrumentId;
import io.tradinghub.order.OrderRequest.Effect;
import io.tradinghub.order.OrderRequest.Terms;
import io.tradinghub.order.OrderRequest.TimeInForce;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class OrderRequestTest {
    private static final BigDecimal PRICE = new BigDecimal("50000");

    private static OrderRequest order(String quantity, Terms terms, Effect effect) {
        return new OrderRequest(new ClientOrderId("bot_1-1"), InstrumentId.linear("BTCUSDT"), Side.BUY,
                new BigDecimal(quantity), terms, effect, Instant.EPOCH);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "0.000", "-0.001"})
    void refusesAnOrderForNothing(String quantity) {
        assertThatThrownBy(() -> order(quantity, new Terms.Market(), Effect.ANY))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("order bot_1-1 needs a positive quantity, got " + quantity);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1"})
    void refusesALimitPriceThatIsNone(String price) {
        assertThatThrownBy(() -> new Terms.Limit(new BigDecimal(price), TimeInForce.GTC))
                .isInstanceOf(IllegalArgumentException.class).hasMessage("limit price must be positive, got " + price);
    }

    @ParameterizedTest
    @CsvSource({"GTC, true", "POST_ONLY, true", "IOC, false", "FOK, false"})
    void restsUnlessItsTimeIsNow(TimeInForce timeInForce, boolean rests) {
        assertThat(order("1", new Terms.Limit(PRICE, timeInForce), Effect.ANY).rests()).isEqualTo(rests);
    }

    @Test
    void aMarketOrderNeverRests() {
        assertThat(order("1", new Terms.Market(), Effect.ANY).rests()).isFalse();
    }

    @Test
    void onlyAnOrderThatMayEnlargeThePositionIsAnEntry() {
        assertThat(order("1", new Terms.Market(), Effect.ANY).isEntry()).isTrue();
        assertThat(order("1", new Terms.Market(), Effect.REDUCE_ONLY).isEntry()).isFalse();
    }
}
