package io.tradinghub.arbitrage;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import io.tradinghub.bot.Target;
import io.tradinghub.bot.Targets;
import io.tradinghub.market.Candle;
import io.tradinghub.market.FundingRate;
import io.tradinghub.market.Instrument;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.Interval;
import io.tradinghub.market.Quote;
import io.tradinghub.market.SeriesId;
import io.tradinghub.market.Symbol;
import io.tradinghub.testing.FakeAccount;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class ArbitrageBotTest {
    private static final InstrumentId SPOT = InstrumentId.spot("BTCUSDT");
    private static final InstrumentId PERP = InstrumentId.linear("BTCUSDT");
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final double RICH = 0.001;

    private final FakeAccount account = new FakeAccount(10_000);
    private final ArbitrageBot bot = new ArbitrageBot(new ArbitrageSettings(List.of(new Symbol("BTCUSDT")), 0.4,
            new ArbitrageSettings.Basis(Interval.M1, 10, Duration.ofSeconds(5)), ArbitrageSettings.Carry.DEFAULTS,
            ArbitrageSettings.Costs.DEFAULTS));
    private Instant now = START;

    @BeforeEach
    void seeAUsualBasisOfZero() {
        account.knows(rules(SPOT, "0.000001", "0.000011"));
        account.knows(rules(PERP, "0.001", "0.001"));
        for (int minute = 0; minute < 10; minute++) {
            for (InstrumentId id : List.of(SPOT, PERP)) {
                bot.onCandle(candle(id, now, 50_000), account);
            }
            now = now.plusSeconds(60);
        }
    }

    private static Candle candle(InstrumentId id, Instant openTime, double price) {
        return new Candle(new SeriesId(id, Interval.M1), openTime.toEpochMilli(), price, price, price, price, 1, price);
    }

    private static Instrument rules(InstrumentId id, String step, String minimum) {
        return new Instrument(id, "BTC", "USDT", new BigDecimal("0.1"), new BigDecimal(step), new BigDecimal(minimum),
                new BigDecimal("5"),
                new BigDecimal("100"), new BigDecimal("50"), Optional.empty());
    }

    private void funding(double rate) {
        bot.onFunding(new FundingRate(PERP, rate, now.plusSeconds(3600), Duration.ofHours(8)), account);
    }

    /// Quotes both legs, spot at 50,000 and the perpetual this far from it; answers what the bot says to the second.
    private Targets quotes(double basis) {
        bot.onQuote(quote(SPOT, 50_000), account);
        return bot.onQuote(quote(PERP, 50_000 * (1 + basis)), account);
    }

    private Quote quote(InstrumentId id, double price) {
        return new Quote(id, price - 0.05, 10, price + 0.05, 10, now);
    }

    private void hold(double quantity) {
        account.hold(SPOT, quantity, 50_000, now.toEpochMilli());
        account.hold(PERP, -quantity, 50_000, now.toEpochMilli());
    }

    @Test
    void staysOutWhileFundingDoesNotPayForFourFees() {
        funding(0.00005);
        assertThat(quotes(0)).isEqualTo(Targets.unchanged());
    }

    @Test
    void entersBothLegsInEqualAndOppositeQuantityWhenFundingPays() {
        funding(RICH);
        List<Target> legs = quotes(0).targets();
        assertThat(legs).extracting(Target::instrument).containsExactly(SPOT, PERP);
        assertThat(legs.get(0).quantity()).isPositive().isEqualTo(-legs.get(1).quantity());
        assertThat(legs.get(0).quantity() * 50_000).isLessThanOrEqualTo(4_000);
        assertThat(new BigDecimal(String.valueOf(legs.get(0).quantity())).remainder(new BigDecimal("0.001"))).isZero();
    }

    @Test
    void doesNotBelieveADistanceBetweenQuotesOfDifferentMoments() {
        bot.onFunding(new FundingRate(PERP, 0.01, now.plusSeconds(3600), Duration.ofHours(8)), account);
        bot.onQuote(quote(SPOT, 50_000), account);
        now = now.plusSeconds(6);

        assertThat(bot.onQuote(quote(PERP, 50_000), account).isUnchanged()).isTrue();
        assertThat(bot.onQuote(quote(SPOT, 50_000), account).isUnchanged()).isFalse();
    }

    @Test
    void decidesNothingOnARateThatIsOverdue() {
        funding(RICH);
        now = now.plusSeconds(3600);
        assertThat(quotes(0)).isEqualTo(Targets.unchanged());
        funding(RICH);
        assertThat(quotes(0).isUnchanged()).isFalse();
    }

    @Test
    void pairsCandlesOfOneOpenTimeAlsoWhenThoseOfOneLegComeFirst() {
        for (InstrumentId id : List.of(SPOT, PERP)) {
            for (int minute = 0; minute < 10; minute++) {
                bot.onCandle(candle(id, now.plusSeconds(60L * minute), id.equals(SPOT) ? 50_000 : 50_250), account);
            }
        }
        now = now.plusSeconds(600);
        funding(0);

        assertThat(quotes(0.005)).isEqualTo(Targets.unchanged());
        assertThat(quotes(0.01).isUnchanged()).isFalse();
    }

    @Test
    void entersOnARichBasisAlone() {
        funding(0);
        assertThat(quotes(0.005).isUnchanged()).isFalse();
    }

    @Test
    void repeatsItsWishWhileItHolds() {
        funding(RICH);
        Targets entry = quotes(0);
        assertThat(entry.isUnchanged()).isFalse();
        assertThat(quotes(0.00001)).isEqualTo(entry);
    }

    @Test
    void saysNothingMoreOnceItHolds() {
        funding(RICH);
        quotes(0);
        hold(0.08);
        assertThat(quotes(-0.0001)).isEqualTo(Targets.unchanged());
    }

    @Test
    void asksForTheWholeMarginAgainAfterAPairWasUnwound() {
        funding(RICH);
        Targets entry = quotes(0);
        hold(0.08);
        double basisThatLeavesLessThanTheMargin = -0.0156;
        quotes(basisThatLeavesLessThanTheMargin);
        account.close(SPOT);
        account.close(PERP);
        assertThat(quotes(basisThatLeavesLessThanTheMargin)).isEqualTo(Targets.unchanged());
        assertThat(quotes(0)).isEqualTo(entry);
    }

    @Test
    void holdsForItsLeastTimeAndThenLeavesBothLegsWhenFundingNoLongerPays() {
        funding(RICH);
        quotes(0);
        hold(0.08);
        funding(-RICH);
        assertThat(quotes(0)).isEqualTo(Targets.unchanged());
        now = now.plus(ArbitrageSettings.Carry.DEFAULTS.minHold()).plusSeconds(1);
        funding(-RICH);
        assertThat(quotes(0)).isEqualTo(Targets.of(Target.now(SPOT, 0), Target.now(PERP, 0)));
    }

    @Test
    void doesNotTakeWhatASpotFeeLeftBehindForAPosition() {
        account.hold(SPOT, 0.00005, 50_000, now.toEpochMilli());
        funding(RICH);
        assertThat(quotes(0).isUnchanged()).isFalse();
    }

    @Test
    void roundsToALotThatBothLegsCanTrade() {
        LegSteps steps = LegSteps.of(rules(SPOT, "0.004", "0.004"), rules(PERP, "0.006", "0.006"));
        assertThat(steps.common()).isEqualByComparingTo("0.012");
        assertThat(steps.roundDown(0.0359)).isEqualByComparingTo("0.024");
    }
}
