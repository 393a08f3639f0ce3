package io.tradinghub.exchange.paper;

import static io.tradinghub.exchange.paper.PaperBench.PERP;
import static io.tradinghub.exchange.paper.PaperBench.plain;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.tradinghub.exchange.ExchangeEvent;
import io.tradinghub.market.Candle;
import io.tradinghub.market.FundingRate;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.Interval;
import io.tradinghub.market.MarketEvent;
import io.tradinghub.market.SeriesId;
import io.tradinghub.market.SettledFunding;
import io.tradinghub.order.LedgerEntry.FundingPayment;
import io.tradinghub.order.Origin;
import io.tradinghub.order.Side;
import io.tradinghub.testing.ManualClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// When funding is paid on paper, how much, and that it is paid once.
final class PaperFundingTest {
    private static final Duration PERIOD = Duration.ofHours(8);
    private static final Instant FIRST = Instant.parse("2026-01-01T16:00:00Z");
    private static final InstrumentId OTHER = InstrumentId.linear("ETHUSDT");

    private static PaperBench holding(String quantity) {
        PaperBench bench = PaperBench.holding(quantity);
        bench.quote(PERP, 49_999, 50_001, 1);
        return bench;
    }

    private static void announce(PaperBench bench, double rate, Instant settlesAt) {
        announce(bench, PERP, rate, settlesAt);
    }

    private static void announce(PaperBench bench, InstrumentId id, double rate, Instant settlesAt) {
        bench.exchange.onMarket(new MarketEvent.FundingAnnounced(new FundingRate(id, rate, settlesAt, PERIOD)));
    }

    /// The clock comes to this moment, and a quote comes in.
    private static void timeComesTo(PaperBench bench, Instant moment) {
        bench.clock.moveTo(moment);
        bench.quote(PERP, 49_999, 50_001, 1);
    }

    private static List<String> paid(PaperBench bench) {
        return bench.payments().stream().map(payment -> plain(payment.amount())).toList();
    }

    @ParameterizedTest
    @CsvSource({"0.1, 0.0001, -0.5", "-0.1, 0.0001, 0.5", "0.1, -0.0001, 0.5", "-0.1, -0.0001, -0.5",
            "0.001, 0.00000001, -0.0000005", "0.001, 0.0000000001, 0"})
    void longsPayShortsWhatTheRateSaysOfThePositionsWorth(String held, double rate, String amount) {
        PaperBench bench = holding(held);
        announce(bench, rate, FIRST);
        timeComesTo(bench, FIRST);
        FundingPayment payment = assertThat(bench.payments()).singleElement().actual();
        assertThat(payment.amount()).isEqualByComparingTo(amount);
        assertThat(payment.instrument()).isEqualTo(PERP);
        assertThat(payment.rate().doubleValue()).isEqualTo(rate);
        assertThat(payment.position()).isEqualByComparingTo(held);
        assertThat(payment.settledAt()).isEqualTo(FIRST);
    }

    @Test
    void fundingIsPaidOnceAndNotBeforeItsMoment() {
        PaperBench bench = holding("-0.1");
        announce(bench, 0.0001, FIRST);
        timeComesTo(bench, FIRST.minusMillis(1));
        assertThat(paid(bench)).isEmpty();
        timeComesTo(bench, FIRST);
        timeComesTo(bench, FIRST.plusSeconds(1));
        announce(bench, 0.0001, FIRST);
        timeComesTo(bench, FIRST.plusSeconds(2));
        assertThat(paid(bench)).containsExactly("0.5");
    }

    @Test
    void theNewestRateAnnouncedBeforeTheMomentIsPaid() {
        PaperBench bench = holding("-0.1");
        announce(bench, 0.0001, FIRST);
        announce(bench, 0.0003, FIRST);
        timeComesTo(bench, FIRST);
        assertThat(paid(bench)).containsExactly("1.5");
    }

    @Test
    void fundingWhoseTimeHasPassedAtTheExchangeIsPaidAlthoughOurClockIsBehind() {
        PaperBench bench = holding("-0.1");
        announce(bench, 0.0001, FIRST);
        bench.clock.moveTo(FIRST.minusSeconds(59));
        announce(bench, 0.0002, FIRST.plus(PERIOD));
        assertThat(paid(bench)).containsExactly("0.5");
        announce(bench, 0.0001, FIRST);
        timeComesTo(bench, FIRST.plus(PERIOD).plusSeconds(1));
        assertThat(paid(bench)).containsExactly("0.5", "1");
        assertThat(bench.payments()).extracting(FundingPayment::executionId).doesNotHaveDuplicates();
    }

    /// As when the exchange changes the period of a perpetual, to eight hours from one or to one from eight.
    @ParameterizedTest
    @ValueSource(ints = {-180, -60, 1, 60, 240, 420, 480, 960})
    void aSettlementThatIsMovedIsPaidAtItsNewMomentAndOnce(int minutes) {
        PaperBench bench = holding("-0.1");
        Instant moved = FIRST.plus(Duration.ofMinutes(minutes));
        announce(bench, 0.0001, FIRST);
        bench.clock.moveTo(FIRST.minus(Duration.ofMinutes(200)));
        announce(bench, 0.0002, moved);
        timeComesTo(bench, moved.minusMillis(1));
        assertThat(paid(bench)).isEmpty();
        timeComesTo(bench, moved);
        assertThat(paid(bench)).containsExactly("1");
        timeComesTo(bench, moved.plus(PERIOD));
        assertThat(bench.payments()).singleElement()
                .satisfies(payment -> assertThat(payment.settledAt()).isEqualTo(moved));
    }

    @Test
    void fundingSettledWhileTheProcessWasGoneIsPaidAtThePriceOfItsMoment() {
        PaperBench bench = PaperBench.holding("-0.1");
        Candle hour = bench.candle(40_000, 41_000, 39_000, 40_000, 1);
        bench.exchange.onMissed(hour);
        bench.exchange.onMissed(new SettledFunding(PERP, 0.0001, hour.closeTime()));
        bench.quote(PERP, 49_999, 50_001, 1);
        assertThat(paid(bench)).containsExactly("0.4");
        assertThat(bench.payments().getFirst().settledAt()).isEqualTo(hour.closeTime());
    }

    @Test
    void aStopThatEndedThePositionWhileTheProcessWasGoneEndsItsFunding() {
        PaperBench bench = new PaperBench(PaperSettings.DEFAULTS, PaperFaults.NONE,
                PaperBench.found("0.1", List.of(), Map.of(PERP, new BigDecimal("49500"))));
        Candle candle = bench.candle(49_600, 49_600, 49_400, 49_600, 1);
        bench.exchange.onMissed(new SettledFunding(PERP, 0.0001, candle.openTime()));
        bench.exchange.onMissed(candle);
        bench.exchange.onMissed(new SettledFunding(PERP, 0.0001, candle.closeTime()));
        assertThat(bench.trades()).containsExactly("0.1 at 49490.1");
        assertThat(bench.payments()).extracting(FundingPayment::settledAt).containsExactly(candle.openTime());
    }

    @Test
    void whatWasMissedWaitsForTheRulesOfItsInstrument() {
        List<ExchangeEvent> told = new ArrayList<>();
        ManualClock clock = ManualClock.at("2026-01-01T16:00:30Z");
        PaperExchange exchange = new PaperExchange(PaperSettings.DEFAULTS, PaperFaults.NONE,
                PaperBench.found("0.1", List.of(), Map.of(PERP, new BigDecimal("49500"))), told::add, clock);
        Candle candle = new Candle(new SeriesId(PERP, Interval.M1), FIRST.minusSeconds(60).toEpochMilli(), 50_000,
                50_000, 49_600, 49_600, 1, 50_000);
        Candle next = new Candle(new SeriesId(PERP, Interval.M1), FIRST.toEpochMilli(), 49_600, 49_600, 49_000, 49_000,
                1, 50_000);
        exchange.onMissed(candle);
        exchange.onMissed(new SettledFunding(PERP, 0.0001, FIRST));
        exchange.onMissed(next);
        assertThat(told).isEmpty();

        exchange.onMarket(new MarketEvent.RulesPublished(PaperBench.rules(PERP, "0.001", "0.001")));
        exchange.onMarket(new MarketEvent.RulesPublished(PaperBench.rules(PERP, "0.001", "0.001")));

        assertThat(told).filteredOn(ExchangeEvent.FundingPaid.class::isInstance).singleElement().extracting(
                event -> plain(((ExchangeEvent.FundingPaid) event).payment().amount())).isEqualTo("-0.496");
        assertThat(told).filteredOn(ExchangeEvent.Executed.class::isInstance).singleElement().extracting(
                event -> plain(((ExchangeEvent.Executed) event).fill().price())).isEqualTo("49490.1");
    }

    @Test
    void whoOpensAfterASettlementPaysNothingForIt() {
        PaperBench bench = PaperBench.flat();
        announce(bench, 0.0001, FIRST);
        timeComesTo(bench, FIRST);
        bench.market(Side.BUY, "0.1");
        announce(bench, 0.0001, FIRST);
        timeComesTo(bench, FIRST.plusSeconds(1));
        assertThat(paid(bench)).isEmpty();
    }

    @Test
    void candlesPayFundingToo() {
        PaperBench bench = PaperBench.holding("-0.1");
        bench.exchange.onCandle(bench.candle(50_000, 50_000, 50_000, 50_000, 1));
        announce(bench, 0.0001, FIRST);
        bench.clock.moveTo(FIRST);
        bench.exchange.onCandle(bench.candle(40_000, 40_000, 40_000, 40_000, 1));
        assertThat(paid(bench)).containsExactly("0.5");
    }

    @Test
    void eachPerpetualPaysItsOwnAndOneThatIsNotTradedNothing() {
        PaperBench bench = holding("-0.1");
        announce(bench, InstrumentId.linear("XRPUSDT"), 0.0001, FIRST);
        announce(bench, OTHER, 0.0002, FIRST);
        announce(bench, 0.0001, FIRST);
        bench.publish(PaperBench.rules(OTHER, "0.001", "0.001"));
        bench.quote(OTHER, 3_000, 3_000, 1);
        bench.exchange.tradeOtherwise(Origin.MANUAL, OTHER, Side.SELL, BigDecimal.ONE);
        timeComesTo(bench, FIRST);
        assertThat(bench.payments()).extracting(FundingPayment::instrument).containsExactly(PERP, OTHER);
        assertThat(paid(bench)).containsExactly("0.5", "0.6");
    }
}
