package io.tradinghub.exchange.paper;

import static io.tradinghub.exchange.paper.PaperBench.PERP;
import static io.tradinghub.exchange.paper.PaperBench.SPOT;
import static io.tradinghub.exchange.paper.PaperBench.plain;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.math.BigDecimal;
import java.time.Duration;

import io.tradinghub.exchange.ExchangeEvent.OrderSeen;
import io.tradinghub.market.Candle;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.Quote;
import io.tradinghub.order.Fee;
import io.tradinghub.order.Fill;
import io.tradinghub.order.Fill.Liquidity;
import io.tradinghub.order.OrderReport;
import io.tradinghub.order.OrderRequest;
import io.tradinghub.order.OrderRequest.Effect;
import io.tradinghub.order.OrderRequest.Terms;
import io.tradinghub.order.OrderRequest.TimeInForce;
import io.tradinghub.order.OrderStatus;
import io.tradinghub.order.Origin;
import io.tradinghub.order.Side;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// How much an order gets on paper, at which price, for which fee.
final class PaperFillsTest {
    private static final PaperSettings FOUR_FEES = new PaperSettings(new BigDecimal("0.0004"),
            new BigDecimal("0.0003"), new BigDecimal("0.002"), new BigDecimal("0.001"), 10, 1, 2, 0.1);
    private final PaperBench bench = PaperBench.flat();

    // ---- the book

    @Test
    void aPurchaseWalksUpTheBookLevelByLevelAndEndsAtItsLimit() {
        bench.quote(PERP, 50_000, 50_000.1, 0.01);
        bench.limit(Side.BUY, "0.05", "50010", TimeInForce.IOC);
        assertThat(bench.trades()).containsExactly("0.01 at 50000.1", "0.01 at 50005.2");
        assertThat(bench.lastReport())
                .extracting(OrderReport::status, report -> plain(report.cumulativeQuantity()))
                .containsExactly(OrderStatus.CANCELLED, "0.02");
    }

    @Test
    void aSaleWalksDownTheBook() {
        bench.quote(PERP, 50_000.1, 50_001, 0.01);
        bench.limit(Side.SELL, "0.05", "49990", TimeInForce.IOC);
        assertThat(bench.trades()).containsExactly("0.01 at 50000.1", "0.01 at 49995", "0.01 at 49990");
    }

    @Test
    void theBookHasNoMoreLevelsThanTheSettingsSay() {
        bench.quote(PERP, 50_000, 50_000, 0.01);
        bench.market(Side.BUY, "0.2");
        assertThat(bench.trades()).hasSize(PaperSettings.DEFAULTS.levels()).endsWith("0.01 at 50045");
        assertThat(bench.lastReport().status()).isEqualTo(OrderStatus.CANCELLED);
    }

    @Test
    void aFillOrKillOrderCountsTheLevelsThatItsLimitReaches() {
        bench.quote(PERP, 50_000, 50_000.1, 0.01);
        bench.limit(Side.BUY, "0.03", "50010", TimeInForce.FOK);
        assertThat(bench.fills()).isEmpty();
        bench.limit(Side.BUY, "0.02", "50010", TimeInForce.FOK);
        assertThat(bench.trades()).containsExactly("0.01 at 50000.1", "0.01 at 50005.2");
    }

    @Test
    void whatIsOfferedIsTakenOnlyOnceUntilTheNextQuote() {
        bench.quote(PERP, 50_000, 50_000, 0.01);
        bench.market(Side.BUY, "0.015");
        bench.market(Side.BUY, "0.01");
        assertThat(bench.trades()).containsExactly("0.01 at 50000", "0.005 at 50005", "0.005 at 50005",
                "0.005 at 50010");
        bench.quote(PERP, 50_000, 50_000, 0.01);
        bench.market(Side.BUY, "0.01");
        assertThat(bench.trades()).endsWith("0.01 at 50000");
    }

    @Test
    void aPurchaseTakesNothingFromTheBidsNorASaleFromTheAsks() {
        bench.quote(PERP, 50_000, 50_000.1, 0.01);
        bench.market(Side.BUY, "0.01");
        bench.market(Side.SELL, "0.01");
        bench.market(Side.SELL, "0.01");
        bench.quote(PERP, 50_000, 50_000.1, 0.01);
        bench.market(Side.SELL, "0.01");
        assertThat(bench.trades()).containsExactly("0.01 at 50000.1", "0.01 at 50000", "0.01 at 49995",
                "0.01 at 50000");
    }

    @Test
    void aReducingOrderLeavesInTheBookWhatItDoesNotTake() {
        bench.quote(PERP, 50_000, 50_000, 0.02);
        bench.market(Side.BUY, "0.01");
        bench.exit(Side.SELL, "0.05");
        bench.market(Side.SELL, "0.01");
        assertThat(bench.trades()).containsExactly("0.01 at 50000", "0.01 at 50000", "0.01 at 50000");
    }

    @Test
    void theSizeOfAQuoteIsTakenInWholeSteps() {
        bench.quote(PERP, 50_000, 50_000, 0.0159);
        bench.limit(Side.BUY, "0.05", "50000", TimeInForce.IOC);
        assertThat(bench.trades()).containsExactly("0.015 at 50000");
    }

    @ParameterizedTest
    @CsvSource({"15000, 50000", "15001, 49000"})
    void anOrderNeverFillsAtAPriceOfLongAgo(long ageMillis, String price) {
        bench.quote(PERP, 50_000, 50_000, 1);
        bench.pass(Duration.ofMillis(ageMillis));
        bench.market(Side.BUY, "0.01");
        bench.quote(PERP, 49_000, 49_000, 1);
        assertThat(bench.trades()).containsExactly("0.01 at " + price);
    }

    @Test
    void aLimitOrderThatWaitedForAQuoteTakesFromItLikeAnyOther() {
        bench.limit(Side.BUY, "0.01", "51000", TimeInForce.GTC);
        OrderRequest passive = bench.limit(Side.BUY, "0.01", "51000", TimeInForce.POST_ONLY);
        bench.quote(PERP, 50_000, 50_000, 1);
        assertThat(bench.trades()).containsExactly("0.01 at 50000");
        assertThat(bench.fills()).extracting(Fill::liquidity).containsExactly(Liquidity.TAKER);
        assertThat(bench.lastReport()).extracting(OrderReport::id, OrderReport::status)
                .containsExactly(passive.id(), OrderStatus.CANCELLED);
    }

    @Test
    void aRestingOrderFillsOnceTheOtherSideReachesItsLimitAndNotBefore() {
        bench.quote(PERP, 50_000, 50_000.1, 1);
        bench.limit(Side.SELL, "0.02", "50100", TimeInForce.GTC);
        bench.quote(PERP, 50_099.9, 50_100, 1);
        assertThat(bench.fills()).isEmpty();
        bench.quote(PERP, 50_100, 50_100.1, 0.0199);
        assertThat(bench.trades()).containsExactly("0.019 at 50100");
    }

    @ParameterizedTest
    @CsvSource({"BUY, 0.02", "SELL, 0.03"})
    void anOrderGetsWhatTheOtherSideOffers(Side side, String quantity) {
        Quote uneven = new Quote(PERP, 50_000, 0.03, 50_000, 0.02, bench.clock.instant());
        bench.quote(uneven);
        bench.limit(side, "0.05", "50000", TimeInForce.IOC);
        bench.quote(PERP, 40_000, 60_000, 1);
        bench.limit(side, "0.05", "50000", TimeInForce.GTC);
        bench.quote(uneven);
        assertThat(bench.trades()).containsExactly(quantity + " at 50000", quantity + " at 50000");
    }

    @Test
    void aRestingExitEndsWhereNothingIsLeftToReduce() {
        bench.quote(PERP, 50_000, 50_000, 1);
        bench.market(Side.BUY, "0.02");
        OrderRequest exit = bench.place(bench.order(PERP, Side.SELL, "0.02",
                new Terms.Limit(new BigDecimal("51000"), TimeInForce.GTC), Effect.REDUCE_ONLY));
        bench.market(Side.SELL, "0.02");
        bench.quote(PERP, 51_000, 51_000, 1);
        bench.market(Side.BUY, "0.02");
        bench.quote(PERP, 51_000, 51_000, 1);
        assertThat(bench.all(OrderSeen.class)).extracting(OrderSeen::report)
                .filteredOn(report -> report.id().equals(exit.id())).extracting(OrderReport::status)
                .containsExactly(OrderStatus.ACCEPTED, OrderStatus.CANCELLED);
        assertThat(bench.trades()).containsExactly("0.02 at 50000", "0.02 at 50000", "0.02 at 51000");
    }

    @Test
    void aQuoteWithoutSizeFillsNothing() {
        bench.quote(PERP, 50_000, 50_000.1, 1);
        bench.limit(Side.BUY, "0.02", "49900", TimeInForce.GTC);
        int before = bench.told.size();
        bench.quote(PERP, 49_900, 49_900, 0);
        assertThat(bench.told).hasSize(before);
    }

    @Test
    void aQuoteMovesNoOrderOfAnotherInstrument() {
        bench.quote(PERP, 50_000, 50_000.1, 1);
        bench.limit(Side.BUY, "0.02", "49900", TimeInForce.GTC);
        bench.quote(SPOT, 49_000, 49_000, 1);
        assertThat(bench.fills()).isEmpty();
    }

    @Test
    void aClosedExchangeFillsNothingMore() {
        bench.quote(PERP, 50_000, 50_000.1, 1);
        bench.limit(Side.BUY, "0.02", "49900", TimeInForce.GTC);
        bench.exchange.close();
        bench.quote(PERP, 49_000, 49_000, 1);
        assertThat(bench.fills()).isEmpty();
    }

    // ---- candles

    @ParameterizedTest
    @CsvSource({"BUY, 50110.1", "SELL, 50089.9"})
    void whereOnlyCandlesAreKnownAnOrderFillsAtTheNextOpenSlippedAgainstItAndAwayFromTheTick(Side side,
            String price) {
        bench.minute(50_000, 50_000, 50_000, 50_000, 1);
        bench.market(side, "0.1");
        bench.minute(50_100, 50_200, 49_900, 50_000, 1);
        assertThat(bench.trades()).containsExactly("0.1 at " + price);
        assertThat(bench.fills()).extracting(Fill::liquidity).containsExactly(Liquidity.TAKER);
        assertThat(bench.lastReport().status()).isEqualTo(OrderStatus.FILLED);
    }

    @Test
    void anOrderWhoseLimitTheNextOpenMissesEndsUnfilled() {
        bench.limit(Side.BUY, "0.1", "50110", TimeInForce.IOC);
        bench.minute(50_100, 50_200, 49_900, 50_000, 1);
        bench.minute(50_000, 50_200, 49_900, 50_000, 1);
        assertThat(bench.fills()).isEmpty();
        assertThat(bench.lastReport().status()).isEqualTo(OrderStatus.CANCELLED);
    }

    @Test
    void anOrderDoesNotFillFromACandleThatHadOpenedBeforeIt() {
        bench.minute(50_000, 50_000, 50_000, 50_000, 1);
        Candle running = bench.candle(50_100, 50_200, 49_900, 50_000, 10);
        bench.pass(Duration.ofMillis(1));
        bench.market(Side.BUY, "0.1");
        bench.limit(Side.BUY, "0.1", "50000", TimeInForce.GTC);
        bench.exchange.onCandle(running);
        assertThat(bench.fills()).isEmpty();
    }

    @Test
    void aRestingOrderGetsNoMoreThanItsShareOfACandlesVolume() {
        bench.limit(Side.BUY, "5", "50000", TimeInForce.GTC);
        bench.minute(50_100, 50_200, 49_900, 50_000, 10.009);
        assertThat(bench.trades()).containsExactly("1 at 50000");
        bench.minute(50_100, 50_200, 49_900, 50_000, 100);
        assertThat(bench.trades()).containsExactly("1 at 50000", "4 at 50000");
        assertThat(bench.fills()).extracting(Fill::liquidity).containsOnly(Liquidity.MAKER);
        assertThat(bench.lastReport().status()).isEqualTo(OrderStatus.FILLED);
    }

    @ParameterizedTest
    @CsvSource({"BUY, 49900", "SELL, 50200"})
    void aRestingOrderFillsWhenTheMarketTradesThroughItsLimitNotWhenItOnlyTouches(Side side, String limit) {
        bench.limit(side, "0.1", limit, TimeInForce.GTC);
        bench.minute(50_100, 50_200, 49_900, 50_000, 10);
        assertThat(bench.fills()).isEmpty();
        bench.minute(50_100, 50_200.1, 49_899.9, 50_000, 10);
        assertThat(bench.trades()).containsExactly("0.1 at " + limit);
    }

    @Test
    void candlesFillNothingOnceThereAreQuotes() {
        bench.quote(PERP, 50_000, 50_000.1, 1);
        bench.limit(Side.BUY, "0.1", "49950", TimeInForce.GTC);
        bench.minute(50_100, 50_200, 40_000, 40_000, 10);
        assertThat(bench.fills()).isEmpty();
        bench.exchange.tradeOtherwise(Origin.MANUAL, PERP, Side.BUY, BigDecimal.ONE);
        assertThat(bench.trades()).containsExactly("1 at 50000.05");
    }

    // ---- fees

    @ParameterizedTest
    @CsvSource({"linear:BTCUSDT, BUY, QUOTE, USDT, 2, 1.5", "linear:BTCUSDT, SELL, QUOTE, USDT, 2, 1.5",
            "spot:BTCUSDT, BUY, BASE, BTC, 0.0002, 0.0001", "spot:BTCUSDT, SELL, QUOTE, USDT, 10, 5"})
    void aFeeIsChargedInTheCoinReceivedAtTheRateOfTakerOrMaker(String instrument, Side side, Fee.Asset asset,
            String coin, String taker, String maker) {
        PaperBench costly = PaperBench.priced(FOUR_FEES);
        InstrumentId id = InstrumentId.parse(instrument);
        costly.quote(id, 50_000, 50_000, 1);
        costly.place(costly.order(id, Side.BUY, "0.5", new Terms.Market(), Effect.ANY));
        costly.told.clear();
        costly.place(costly.order(id, side, "0.1", new Terms.Market(), Effect.ANY));
        costly.quote(id, 45_000, 55_000, 1);
        costly.place(costly.order(id, side, "0.1", new Terms.Limit(new BigDecimal("50000"), TimeInForce.GTC),
                Effect.ANY));
        costly.quote(id, 50_000, 50_000, 1);
        assertThat(costly.fills())
                .extracting(Fill::liquidity, fill -> fill.fee().asset(), fill -> fill.fee().coin(),
                        fill -> plain(fill.fee().amount()))
                .containsExactly(tuple(Liquidity.TAKER, asset, coin, taker),
                        tuple(Liquidity.MAKER, asset, coin, maker));
    }

    @Test
    void aFeeInCoinsIsWorthTheirPrice() {
        bench.quote(SPOT, 50_000, 50_000, 1);
        bench.place(bench.order(SPOT, Side.BUY, "0.1", new Terms.Market(), Effect.ANY));
        assertThat(bench.fills().getFirst().fee().quoteValue()).isEqualByComparingTo("5");
    }
}
