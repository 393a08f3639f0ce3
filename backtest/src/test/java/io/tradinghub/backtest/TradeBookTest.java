package io.tradinghub.backtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;

import io.tradinghub.market.InstrumentId;
import io.tradinghub.order.ClientOrderId;
import io.tradinghub.order.ExecutionId;
import io.tradinghub.order.Fee;
import io.tradinghub.order.Fill;
import io.tradinghub.order.LedgerEntry.FundingPayment;
import io.tradinghub.order.Origin;
import io.tradinghub.order.Side;
import org.junit.jupiter.api.Test;

/// Where a trade begins and ends, and what it brought.
final class TradeBookTest {
    private static final InstrumentId PERP = InstrumentId.linear("BTCUSDT");
    private static final Instant START = Instant.parse("2025-01-01T00:00:00Z");
    private final TradeBook book = new TradeBook();
    private int seconds;

    private void fill(Side side, String quantity, String price, String fee) {
        seconds++;
        book.add(new Fill(new ExecutionId("e" + seconds), Optional.of(new ClientOrderId("bot_1-0abc12xyz-" + seconds)),
                Origin.ORDER, PERP, side, new BigDecimal(quantity), new BigDecimal(price),
                Fee.inQuote(new BigDecimal(fee), "USDT"), Fill.Liquidity.TAKER, 0, START.plusSeconds(seconds)));
    }

    private void pay(String amount) {
        seconds++;
        book.add(new FundingPayment(new ExecutionId("f" + seconds), PERP, new BigDecimal(amount), BigDecimal.ONE,
                BigDecimal.ONE, START.plusSeconds(seconds)));
    }

    @Test
    void aTradeGoesFromFlatToFlatWithAllItsParts() {
        fill(Side.BUY, "1", "100", "0.1");
        fill(Side.BUY, "3", "104", "0.3");
        pay("-0.5");
        fill(Side.SELL, "2", "110", "0.2");
        assertThat(book.closed()).isEmpty();
        fill(Side.SELL, "2", "90", "0.2");
        assertThat(book.open()).isEmpty();
        assertThat(book.closed()).singleElement().satisfies(trade -> {
            assertThat(trade.isLong()).isTrue();
            assertThat(trade.quantity()).isEqualByComparingTo("4");
            assertThat(trade.entryPrice()).isEqualByComparingTo("103");
            assertThat(trade.exitPrice()).isEqualByComparingTo("100");
            assertThat(trade.gross()).isEqualByComparingTo("-12");
            assertThat(trade.net()).isEqualByComparingTo("-13.3");
            assertThat(trade.tradedValue()).isEqualByComparingTo("812");
            assertThat(trade.enteredAt()).isEqualTo(START.plusSeconds(1));
            assertThat(trade.exitAt()).contains(START.plusSeconds(5));
        });
    }

    @Test
    void aFillThatTurnsThePositionEndsOneTradeAndBeginsTheNextAndSharesItsFee() {
        fill(Side.SELL, "1", "100", "0.1");
        fill(Side.BUY, "3", "90", "0.3");
        assertThat(book.closed()).singleElement().satisfies(trade -> {
            assertThat(trade.isLong()).isFalse();
            assertThat(trade.gross()).isEqualByComparingTo("10");
            assertThat(trade.fees()).isEqualByComparingTo("0.2");
        });
        assertThat(book.open()).singleElement().satisfies(trade -> {
            assertThat(trade.isLong()).isTrue();
            assertThat(trade.isClosed()).isFalse();
            assertThat(trade.quantity()).isEqualByComparingTo("2");
            assertThat(trade.fees()).isEqualByComparingTo("0.2");
        });
    }

    @Test
    void fundingWithoutAPositionBelongsToNoTrade() {
        pay("-1");
        fill(Side.BUY, "1", "100", "0");
        fill(Side.SELL, "1", "100", "0");
        pay("-1");
        assertThat(book.closed()).singleElement()
                .satisfies(trade -> assertThat(trade.net()).isEqualByComparingTo("0"));
    }
}
