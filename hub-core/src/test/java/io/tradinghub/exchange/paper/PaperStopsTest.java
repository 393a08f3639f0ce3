package io.tradinghub.exchange.paper;

import static io.tradinghub.exchange.paper.PaperBench.PERP;
import static io.tradinghub.exchange.paper.PaperBench.SPOT;
import static io.tradinghub.exchange.paper.PaperBench.plain;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.tradinghub.exchange.ExchangeEvent.AccountSeen;
import io.tradinghub.exchange.ExchangeEvent.ProtectionSeen;
import io.tradinghub.exchange.Protection;
import io.tradinghub.market.Candle;
import io.tradinghub.market.Interval;
import io.tradinghub.market.SeriesId;
import io.tradinghub.order.Fill;
import io.tradinghub.order.OrderRequest.Effect;
import io.tradinghub.order.OrderRequest.Terms;
import io.tradinghub.order.OrderRequest.TimeInForce;
import io.tradinghub.order.Origin;
import io.tradinghub.order.Side;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// At which price a stop closes a position on paper, and what else trades without an order.
final class PaperStopsTest {

    private static PaperBench stopped(String held, String stop) {
        PaperBench bench = PaperBench.holding(held);
        bench.exchange.protect(PERP, Protection.stopAt(new BigDecimal(stop)));
        return bench;
    }

    @ParameterizedTest
    @CsvSource({"0.05, 49500, 49500.1, 49501, ''", "0.05, 49500, 49500, 49501, 0.05 at 49500",
            "0.05, 49500, 49400, 49501, 0.05 at 49400", "-0.05, 50500, 50400, 50499.9, ''",
            "-0.05, 50500, 50400, 50500, 0.05 at 50500", "-0.05, 50500, 50400, 50600, 0.05 at 50600"})
    void aStopClosesAtWhatTheBookOffersOnceItIsReached(String held, String stop, double bid, double ask,
            String trade) {
        PaperBench bench = stopped(held, stop);
        bench.quote(PERP, bid, ask, 1);
        assertThat(String.join(", ", bench.trades())).isEqualTo(trade);
    }

    @ParameterizedTest
    @CsvSource({"0.05, 49500, 49900, 50000, 49500.1, ''", "0.05, 49500, 49900, 50000, 49500, 0.05 at 49490.1",
            "0.05, 49500, 49300, 50000, 49200, 0.05 at 49290.1", "-0.05, 50500, 50000, 50499.9, 49900, ''",
            "-0.05, 50500, 50000, 50500, 49900, 0.05 at 50510.1", "-0.05, 50500, 50700, 50800, 49900, 0.05 at 50710.2"})
    void whereOnlyCandlesAreKnownAStopClosesAtTheWorseOfStopAndOpenWorseByTheSlippage(String held, String stop,
            double open,
            double high, double low, String trade) {
        PaperBench bench = stopped(held, stop);
        bench.minute(open, high, low, open, 1);
        assertThat(String.join(", ", bench.trades())).isEqualTo(trade);
        PaperBench away = stopped(held, stop);
        Candle missed = away.candle(open, high, low, open, 1);
        away.exchange.onMissed(missed);
        assertThat(String.join(", ", away.trades())).isEqualTo(trade);
        assertThat(away.fills()).allSatisfy(fill -> assertThat(fill.executedAt()).isEqualTo(missed.closeTime()));
    }

    @ParameterizedTest
    @CsvSource({"0.05, 49400.19, 49500, 0.05 at 49400.1", "-0.05, 50400, 50600.11, 0.05 at 50600.2"})
    void aStopsPriceIsRoundedAgainstThePosition(String held, double bid, double ask, String trade) {
        PaperBench bench = stopped(held, held.startsWith("-") ? "50500" : "49500");
        bench.quote(PERP, bid, ask, 1);
        assertThat(bench.trades()).containsExactly(trade);
    }

    @Test
    void aStopPaysTheFeeOfATaker() {
        PaperBench bench = stopped("0.1", "49500");
        bench.quote(PERP, 49_000, 49_000.1, 1);
        assertThat(bench.fills()).singleElement().satisfies(fill -> {
            assertThat(fill.liquidity()).isEqualTo(Fill.Liquidity.TAKER);
            assertThat(plain(fill.fee().amount())).isEqualTo("2.695");
            assertThat(fill.executedAt()).isEqualTo(bench.clock.instant());
        });
    }

    @Test
    void aStopThatTheLedgerKnowsStillGuardsAfterARestart() {
        PaperBench bench = new PaperBench(PaperSettings.DEFAULTS, PaperFaults.NONE,
                PaperBench.found("0.02", List.of(), Map.of(PERP, new BigDecimal("49500"))));
        bench.quote(PERP, 49_400, 49_400.1, 1);
        assertThat(bench.trades()).containsExactly("0.02 at 49400");
    }

    @Test
    void aStopWhosePositionHadEndedBeforeTheRestartIsGone() {
        PaperBench bench = new PaperBench(PaperSettings.DEFAULTS, PaperFaults.NONE,
                PaperBench.found("0", List.of(), Map.of(PERP, new BigDecimal("49500"))));
        bench.quote(PERP, 49_500, 49_500, 1);
        bench.exchange.onMissed(bench.candle(49_500, 49_600, 49_400, 49_500, 1));
        assertThat(bench.fills()).isEmpty();
        bench.exchange.resync(Instant.EPOCH);
        assertThat(bench.all(AccountSeen.class)).last()
                .satisfies(seen -> assertThat(seen.account().stops()).isEmpty());
    }

    @Test
    void aStopIsNotReachedByThePriceOfAnotherInstrument() {
        PaperBench bench = stopped("0.05", "49500");
        bench.quote(SPOT, 49_000, 49_000, 1);
        bench.exchange.onCandle(new Candle(new SeriesId(SPOT, Interval.M1), bench.clock.millis(), 49_000, 49_000,
                49_000, 49_000, 1, 49_000));
        assertThat(bench.fills()).isEmpty();
    }

    @Test
    void aPositionThatTurnsLosesItsStop() {
        PaperBench bench = stopped("0.05", "49500");
        bench.quote(PERP, 50_000, 50_000.1, 1);
        bench.told.clear();
        bench.market(Side.SELL, "0.08");
        assertThat(bench.all(ProtectionSeen.class)).extracting(ProtectionSeen::protection)
                .containsExactly(Protection.none());
        bench.quote(PERP, 49_000, 49_000.1, 1);
        assertThat(bench.fills()).hasSize(1);
    }

    @Test
    void nothingIsToldOfStopsWhereAPositionEndsWithoutOne() {
        PaperBench bench = stopped("0.05", "49500");
        bench.exchange.protect(PERP, Protection.none());
        bench.quote(PERP, 50_000, 50_000.1, 1);
        bench.told.clear();
        bench.exit(Side.SELL, "0.05");
        assertThat(bench.all(ProtectionSeen.class)).isEmpty();
    }

    @Test
    void whatIsOwnedOnSpotHasNoStop() {
        PaperBench bench = PaperBench.flat();
        bench.quote(SPOT, 50_000, 50_000, 1);
        bench.place(bench.order(SPOT, Side.BUY, "0.1", new Terms.Market(), Effect.ANY));
        bench.exchange.protect(SPOT, Protection.stopAt(new BigDecimal("49500")));
        assertThat(bench.all(ProtectionSeen.class)).singleElement()
                .satisfies(seen -> assertThat(seen.refusal()).isPresent());
        bench.quote(SPOT, 49_000, 49_000, 1);
        assertThat(bench.fills()).hasSize(1);
    }

    @Test
    void theStopOfACandleTradesBeforeTheOrderOnItsOtherSide() {
        PaperBench bench = stopped("0.05", "49500");
        bench.limit(Side.SELL, "0.05", "50500", TimeInForce.GTC);
        bench.minute(50_000, 51_000, 49_000, 50_000, 10);
        assertThat(bench.trades()).containsExactly("0.05 at 49490.1", "0.05 at 50500");
    }

    // ---- other trades

    @Test
    void whatAPersonTradesHasTheLastPriceAndAnExecutionIdOfItsOwn() {
        PaperBench bench = PaperBench.flat();
        bench.minute(50_000, 51_000, 49_000, 50_500, 10);
        bench.exchange.tradeOtherwise(Origin.MANUAL, PERP, Side.BUY, new BigDecimal("0.01"));
        bench.exchange.tradeOtherwise(Origin.MANUAL, PERP, Side.BUY, new BigDecimal("0.01"));
        bench.quote(PERP, 50_000, 50_002, 1);
        bench.exchange.tradeOtherwise(Origin.LIQUIDATION, PERP, Side.SELL, new BigDecimal("0.02"));
        assertThat(bench.trades()).containsExactly("0.01 at 50500", "0.01 at 50500", "0.02 at 50001");
        assertThat(bench.fills()).extracting(Fill::executionId).doesNotHaveDuplicates();
        assertThat(bench.fills()).extracting(Fill::origin).containsExactly(Origin.MANUAL, Origin.MANUAL,
                Origin.LIQUIDATION);
    }

    @Test
    void aResyncTellsNoExecutionOfBefore() {
        PaperBench bench = PaperBench.flat();
        bench.quote(PERP, 50_000, 50_000, 1);
        bench.market(Side.BUY, "0.01");
        bench.limit(Side.BUY, "0.02", "49900", TimeInForce.GTC);
        bench.quote(PERP, 49_900, 49_900, 0.01);
        bench.exchange.tradeOtherwise(Origin.MANUAL, PERP, Side.SELL, new BigDecimal("0.01"));
        bench.pass(Duration.ofMillis(1));
        Instant since = bench.clock.instant();
        bench.quote(PERP, 49_900, 49_900, 0.005);
        bench.told.clear();
        bench.exchange.resync(since);
        assertThat(bench.trades()).containsExactly("0.005 at 49900");
    }
}
