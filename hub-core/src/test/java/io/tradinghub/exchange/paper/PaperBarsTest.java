package io.tradinghub.exchange.paper;

import static io.tradinghub.exchange.paper.PaperBench.PERP;
import static io.tradinghub.exchange.paper.PaperBench.SPOT;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;

import io.tradinghub.exchange.Protection;
import io.tradinghub.market.Candle;
import io.tradinghub.market.Interval;
import io.tradinghub.market.SeriesId;
import io.tradinghub.market.SettledFunding;
import io.tradinghub.order.Fill;
import io.tradinghub.order.Fill.Liquidity;
import io.tradinghub.order.OrderRequest.Effect;
import io.tradinghub.order.OrderRequest.Terms;
import io.tradinghub.order.OrderRequest.TimeInForce;
import io.tradinghub.order.OrderStatus;
import io.tradinghub.order.Origin;
import io.tradinghub.order.Side;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What trades when, where a back-test knows candles only.
final class PaperBarsTest {

    private static PaperBench bracketed(String held, Side exit, String stop, String target) {
        PaperBench bench = PaperBench.holding(held);
        bench.exchange.protect(PERP, Protection.stopAt(new BigDecimal(stop)));
        bench.place(bench.order(PERP, exit, new BigDecimal(held).abs().toPlainString(),
                new Terms.Limit(new BigDecimal(target), TimeInForce.GTC), Effect.REDUCE_ONLY));
        return bench;
    }

    @ParameterizedTest
    @CsvSource({"0.05, SELL, 49500, 50500, 0.05 at 49490.1", "-0.05, BUY, 50500, 49500, 0.05 at 50510.1"})
    void ofAStopAndATargetInOneCandleTheStopCountsAndTheCandleIsCounted(String held, Side exit, String stop,
            String target, String trade) {
        PaperBench bench = bracketed(held, exit, stop, target);
        bench.exchange.onRange(bench.candle(50_000, 50_600, 49_400, 50_000, 100));
        assertThat(bench.trades()).containsExactly(trade);
        assertThat(bench.fills()).extracting(Fill::origin).containsExactly(Origin.STOP);
        assertThat(bench.exchange.ambiguousCandles()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"0.05, SELL, 49500, 50500, 0.05 at 50500, 50600, 49501",
            "-0.05, BUY, 50500, 49500, 0.05 at 49500, 50499, 49400"})
    void aTargetAloneIsMetAtItsLimit(String held, Side exit, String stop, String target, String trade, double high,
            double low) {
        PaperBench bench = bracketed(held, exit, stop, target);
        bench.exchange.onRange(bench.candle(50_000, high, low, 50_000, 100));
        assertThat(bench.trades()).containsExactly(trade);
        assertThat(bench.fills()).extracting(Fill::liquidity).containsExactly(Liquidity.MAKER);
        assertThat(bench.exchange.ambiguousCandles()).isZero();
    }

    @Test
    void aRestingOrderNearerToTheOpenTradesBeforeTheStopBehindIt() {
        PaperBench bench = PaperBench.holding("0.05");
        bench.exchange.protect(PERP, Protection.stopAt(new BigDecimal("49500")));
        bench.limit(Side.BUY, "0.05", "49800", TimeInForce.GTC);
        bench.exchange.onRange(bench.candle(50_000, 50_100, 49_400, 49_450, 100));
        assertThat(bench.trades()).containsExactly("0.05 at 49800", "0.1 at 49490.1");
    }

    @Test
    void withoutAPositionTheSideOfTheEntryComesFirst() {
        PaperBench bench = PaperBench.flat();
        bench.limit(Side.BUY, "0.05", "49800", TimeInForce.GTC);
        bench.limit(Side.SELL, "0.05", "50200", TimeInForce.GTC);
        bench.exchange.onRange(bench.candle(50_000, 50_300, 49_700, 50_000, 100));
        assertThat(bench.trades()).containsExactly("0.05 at 49800", "0.05 at 50200");
    }

    @Test
    void anOpenThatIsOfferedAgainFillsWhatWasOrderedMeanwhile() {
        PaperBench bench = PaperBench.holding("0.05");
        bench.exit(Side.SELL, "0.05");
        Candle candle = bench.candle(50_000, 50_600, 49_400, 50_000, 100);
        bench.exchange.onOpen(candle);
        bench.market(Side.SELL, "0.05");
        bench.exchange.onOpen(candle);
        assertThat(bench.trades()).containsExactly("0.05 at 49990", "0.05 at 49990");
    }

    @Test
    void anOpenReachesNeitherStopsNorRestingOrders() {
        PaperBench bench = bracketed("0.05", Side.SELL, "49500", "50500");
        bench.exchange.onOpen(bench.candle(49_000, 51_000, 49_000, 50_000, 100));
        assertThat(bench.fills()).isEmpty();
    }

    @Test
    void allOrdersShareTheVolumeOfACandle() {
        PaperBench bench = PaperBench.flat();
        bench.minute(50_000, 50_000, 50_000, 50_000, 1);
        bench.market(Side.BUY, "0.7");
        bench.market(Side.BUY, "0.7");
        bench.market(Side.BUY, "0.7");
        bench.exchange.onOpen(bench.candle(50_100, 50_100, 50_100, 50_100, 10));
        assertThat(bench.trades()).containsExactly("0.7 at 50110.1", "0.3 at 50110.1");
        assertThat(bench.lastReport().status()).isEqualTo(OrderStatus.CANCELLED);
    }

    @Test
    void anOrderForAllOrNothingTakesNoPart() {
        PaperBench bench = PaperBench.flat();
        bench.limit(Side.BUY, "1.1", "50100", TimeInForce.FOK);
        bench.exchange.onOpen(bench.candle(50_000, 50_000, 50_000, 50_000, 10));
        assertThat(bench.fills()).isEmpty();
    }

    @Test
    void aSettlementPaysAtItsOwnMarkPrice() {
        PaperBench bench = PaperBench.holding("0.05");
        bench.exchange.settle(new SettledFunding(PERP, 0.0001, bench.clock.instant()), new BigDecimal("51000"));
        assertThat(bench.payments()).singleElement()
                .satisfies(payment -> assertThat(payment.amount()).isEqualByComparingTo("-0.255"));
    }

    @Test
    void whereQuotesComeACandleStillReachesStopsButFillsNoOrderAtItsOpen() {
        PaperBench bench = bracketed("0.05", Side.SELL, "49500", "50500");
        bench.quote(PERP, 50_000, 50_000.1, 1);
        bench.exchange.onOpen(bench.candle(50_000, 50_100, 49_400, 49_400, 100));
        bench.exchange.onRange(bench.candle(50_000, 50_100, 49_400, 49_400, 100));
        assertThat(bench.trades()).containsExactly("0.05 at 49490.1");
        bench.exchange.onRange(new Candle(new SeriesId(SPOT, Interval.M1),
                bench.clock.millis(), 1, 1, 1, 1, 1, 1));
        assertThat(bench.trades()).hasSize(1);
    }
}
