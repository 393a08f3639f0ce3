package io.tradinghub.exchange.bybit.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.tradinghub.exchange.Protection;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.order.ClientOrderId;
import io.tradinghub.order.ExecutionId;
import io.tradinghub.order.Fee;
import io.tradinghub.order.Fill;
import io.tradinghub.order.OrderRequest;
import io.tradinghub.order.Origin;
import io.tradinghub.order.Side;
import org.junit.jupiter.api.Test;

class PositionsTest {
    private static final InstrumentId PERP = InstrumentId.linear("BTCUSDT");
    private static final Instant NOW = Instant.parse("2026-03-02T12:00:00Z");
    private static final OrderRequest PURCHASE = new OrderRequest(new ClientOrderId("bot-0abc12xyz-1"), PERP, Side.BUY,
            BigDecimal.ONE, new OrderRequest.Terms.Market(), OrderRequest.Effect.ANY, NOW);
    private final Positions positions = new Positions();

    private static PositionRow row(int quantity, long sequence) {
        return new PositionRow(PERP, BigDecimal.valueOf(quantity), Protection.none(), Optional.empty(), sequence);
    }

    private static Fill sale(long sequence, Instant at) {
        return new Fill(new ExecutionId("e-" + sequence), Optional.empty(), Origin.MANUAL, PERP, Side.SELL,
                BigDecimal.ONE, BigDecimal.TEN, Fee.inQuote(BigDecimal.ZERO, "USDT"), Fill.Liquidity.TAKER, sequence,
                at);
    }

    @Test
    void whatAListingDoesNotNameIsFlat() {
        positions.hear(row(-1, 10));
        positions.hearAll(List.of(), positions.told(), NOW);
        assertThat(positions.opens(PURCHASE)).isTrue();
    }

    @Test
    void whatWasToldWhileAListingWasOnItsWayStands() {
        Map<InstrumentId, PositionRow> before = positions.told();
        positions.hear(row(-1, 10));
        positions.hearAll(List.of(), before, NOW);
        assertThat(positions.opens(PURCHASE)).isFalse();
    }

    @Test
    void whatWasTradedBeforeAListingIsInItAndWhatWasTradedAfterItCounts() {
        positions.trade(sale(5, NOW));
        positions.hearAll(List.of(), positions.told(), NOW);
        assertThat(positions.opens(PURCHASE)).isTrue();
        positions.trade(sale(6, NOW.plusMillis(1)));
        positions.hearAll(List.of(), positions.told(), NOW);
        assertThat(positions.opens(PURCHASE)).isFalse();
    }

    @Test
    void anExecutionToldTwiceOrBeforeThePositionThatHoldsItCountsOnce() {
        positions.hear(row(1, 4));
        positions.trade(sale(5, NOW));
        positions.trade(sale(5, NOW));
        assertThat(positions.opens(PURCHASE)).isTrue();
        positions.hear(row(0, 5));
        positions.trade(sale(5, NOW));
        assertThat(positions.opens(PURCHASE)).isTrue();
    }
}
