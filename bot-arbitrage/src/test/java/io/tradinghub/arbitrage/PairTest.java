package io.tradinghub.arbitrage;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import io.tradinghub.bot.Hedge;
import io.tradinghub.bot.Subscription;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// At which funding, prices and sizes the bot enters and leaves, in numbers that can be checked by hand: a rate is
/// expected once, four fees cost 3/1024 of a leg, both margins are 1/1024.
final class PairTest {
    private static final InstrumentId SPOT = InstrumentId.spot("BTCUSDT");
    private static final InstrumentId PERP = InstrumentId.linear("BTCUSDT");
    private static final double UNIT = 1.0 / 1_024;
    private static final double RICH = 0.05;
    private static final Duration PERIOD = Duration.ofHours(8);
    private static final Duration MIN_HOLD = Duration.ofHours(1);
    private static final Targets FLAT = Targets.of(Target.now(SPOT, 0), Target.now(PERP, 0));

    private final FakeAccount account = new FakeAccount(10_000);
    private ArbitrageBot bot = trading("BTCUSDT");
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    PairTest() {
        knows("0.000001", "0.001", "5", "5");
    }

    private static ArbitrageBot trading(String... symbols) {
        return new ArbitrageBot(new ArbitrageSettings(List.of(symbols).stream().map(Symbol::new).toList(), 0.4,
                new ArbitrageSettings.Basis(Interval.M1, 10, Duration.ofSeconds(5)),
                new ArbitrageSettings.Carry(PERIOD, PERIOD, UNIT, UNIT, MIN_HOLD),
                new ArbitrageSettings.Costs(UNIT, UNIT / 2)));
    }

    private void knows(String spotMinimum, String perpetualMinimum, String spotNotional, String perpetualNotional) {
        account.knows(rules(SPOT, "0.000001", spotMinimum, spotNotional));
        account.knows(rules(PERP, "0.001", perpetualMinimum, perpetualNotional));
    }

    private static Instrument rules(InstrumentId id, String step, String minimum, String notional) {
        return new Instrument(id, "BTC", "USDT", new BigDecimal("0.1"), new BigDecimal(step), new BigDecimal(minimum),
                new BigDecimal(notional), new BigDecimal("100"), new BigDecimal("50"), Optional.empty());
    }

    private void candles(int count, double spotPrice, double perpetualPrice) {
        for (int minute = 0; minute < count; minute++) {
            bot.onCandle(candle(SPOT, Interval.M1, spotPrice), account);
            bot.onCandle(candle(PERP, Interval.M1, perpetualPrice), account);
            now = now.plusSeconds(60);
        }
    }

    private Candle candle(InstrumentId id, Interval interval, double price) {
        return new Candle(new SeriesId(id, interval), now.toEpochMilli(), price, price, price, price, 1, price);
    }

    private void funding(double rate) {
        bot.onFunding(new FundingRate(PERP, rate, now.plus(PERIOD), PERIOD), account);
    }

    private Quote quote(InstrumentId id, double bid, double ask) {
        return new Quote(id, bid, 10, ask, 10, now);
    }

    /// Quotes both legs at one price each; answers what the bot says to the second.
    private Targets quotes(double spotPrice, double perpetualPrice) {
        bot.onQuote(quote(SPOT, spotPrice, spotPrice), account);
        return bot.onQuote(quote(PERP, perpetualPrice, perpetualPrice), account);
    }

    private static Targets pair(double quantity) {
        return Targets.of(Target.now(SPOT, quantity), Target.now(PERP, -quantity));
    }

    private void hold(double quantity) {
        account.hold(SPOT, quantity, 50_000, now.toEpochMilli());
        account.hold(PERP, -quantity, 50_000, now.toEpochMilli());
    }

    @Test
    void entersWhenExactlyTheMarginIsLeftAfterAllFees() {
        candles(10, 50_000, 50_000);
        funding(4 * UNIT);
        assertThat(quotes(50_000, 50_000)).isEqualTo(pair(0.08));
    }

    @Test
    void staysOutWhenLessThanTheMarginIsLeft() {
        candles(10, 50_000, 50_000);
        funding(3.99 * UNIT);
        assertThat(quotes(50_000, 50_000)).isEqualTo(Targets.unchanged());
    }

    /// What it is entered at is worse by half a spread on each leg, and so is what it is left at.
    @ParameterizedTest
    @CsvSource({"49950, 50050, 50000, 50000, 0.0058, false", "49950, 50050, 50000, 50000, 0.0060, true",
            "50000, 50000, 49950, 50050, 0.0058, false", "50000, 50000, 49950, 50050, 0.0060, true",
            "49950, 50050, 49950, 50050, 0.0078, false", "49950, 50050, 49950, 50050, 0.0080, true"})
    void paysForTheSpreadsOfBothLegsInAndOut(double spotBid, double spotAsk, double bid, double ask, double rate,
            boolean enters) {
        candles(10, 50_000, 50_000);
        funding(rate);
        bot.onQuote(quote(SPOT, spotBid, spotAsk), account);
        assertThat(bot.onQuote(quote(PERP, bid, ask), account).isUnchanged()).isEqualTo(!enters);
    }

    @ParameterizedTest
    @CsvSource({"50250, 0.0038, false", "50250, 0.0040, true", "50300, 0.0028, false", "50300, 0.0030, true",
            "50200, 0.0048, false", "50200, 0.0050, true"})
    void onlyADistanceBeyondTheUsualOneIsWorthSomething(double perpetual, double rate, boolean enters) {
        candles(10, 50_000, 50_250);
        funding(rate);
        assertThat(quotes(50_000, perpetual).isUnchanged()).isEqualTo(!enters);
    }

    @Test
    void twoSymbolsShareTheCapital() {
        bot = trading("BTCUSDT", "ETHUSDT");
        candles(10, 50_000, 50_000);
        funding(RICH);
        assertThat(quotes(50_000, 50_000)).as("40 % of 10,000, halved, at 50,000").isEqualTo(pair(0.04));
    }

    @Test
    void buysNoMoreThanTheCapitalPaysForAtTheAsk() {
        candles(10, 50_000, 50_000);
        funding(RICH);
        bot.onQuote(quote(SPOT, 49_000, 51_000), account);
        assertThat(bot.onQuote(quote(PERP, 50_000, 50_000), account)).isEqualTo(pair(0.078));
    }

    @ParameterizedTest
    @CsvSource({"0", "-1000"})
    void entersNothingOnceAllIsLost(double equity) {
        account.isWorth(equity);
        knows("0", "0", "0", "0");
        candles(10, 50_000, 50_000);
        funding(RICH);
        assertThat(quotes(50_000, 50_000)).isEqualTo(Targets.unchanged());
    }

    /// 0.08 at 50,000 is worth 4,000.
    @ParameterizedTest
    @CsvSource({"0.08, 0.08, 4000, 4000, true", "0.081, 0.08, 4000, 4000, false", "0.08, 0.081, 4000, 4000, false",
            "0.08, 0.08, 4001, 4000, false", "0.08, 0.08, 4000, 4001, false"})
    void entersOnlyWhatBothLegsTake(String spotMinimum, String perpetualMinimum, String spotNotional,
            String perpetualNotional, boolean enters) {
        knows(spotMinimum, perpetualMinimum, spotNotional, perpetualNotional);
        candles(10, 50_000, 50_000);
        funding(RICH);
        assertThat(quotes(50_000, 50_000)).isEqualTo(enters ? pair(0.08) : Targets.unchanged());
    }

    @ParameterizedTest
    @CsvSource({"spot", "linear"})
    void entersNothingWhileTheRulesOfALegAreUnknown(String known) {
        FakeAccount half = new FakeAccount(10_000);
        half.knows(rules(known.equals("spot") ? SPOT : PERP, "0.001", "0.001", "5"));
        candles(10, 50_000, 50_000);
        funding(RICH);
        bot.onQuote(quote(SPOT, 50_000, 50_000), half);
        assertThat(bot.onQuote(quote(PERP, 50_000, 50_000), half)).isEqualTo(Targets.unchanged());
    }

    @Test
    void takesAPairThatWasNotFilledBackOnceNothingOfTheMarginIsLeft() {
        candles(10, 50_000, 50_000);
        funding(4 * UNIT);
        Targets entry = quotes(50_000, 50_000);
        Quote same = quote(PERP, 50_000, 50_000);
        funding(3 * UNIT);
        assertThat(bot.onQuote(same, account)).as("exactly nothing to lose").isEqualTo(entry);
        funding(2.99 * UNIT);
        assertThat(bot.onQuote(same, account)).isEqualTo(FLAT);
        funding(3.5 * UNIT);
        assertThat(bot.onQuote(same, account)).as("taken back, so that it needs the whole margin again")
                .isEqualTo(Targets.unchanged());
    }

    @Test
    void keepsThePairWhileHoldingOnLosesNoMoreThanTheMargin() {
        candles(10, 50_000, 50_000);
        hold(0.08);
        now = now.plus(MIN_HOLD);
        funding(-UNIT);
        assertThat(quotes(50_000, 50_000)).isEqualTo(Targets.unchanged());
        funding(-1.01 * UNIT);
        assertThat(quotes(50_000, 50_000)).isEqualTo(FLAT);
    }

    /// Leaving now sells spot at the bid and buys the perpetual back at the ask.
    @ParameterizedTest
    @CsvSource({"-0.0029, false", "-0.0031, true"})
    void countsTheSpreadsThatLeavingCosts(double rate, boolean leaves) {
        candles(10, 50_000, 50_000);
        hold(0.08);
        now = now.plus(MIN_HOLD);
        funding(rate);
        bot.onQuote(quote(SPOT, 49_950, 50_050), account);
        assertThat(bot.onQuote(quote(PERP, 49_950, 50_050), account)).isEqualTo(leaves ? FLAT : Targets.unchanged());
    }

    @Test
    void leavesWhenThePerpetualHasFallenFartherBelowItsUsualDistance() {
        candles(10, 50_000, 50_250);
        hold(0.08);
        now = now.plus(MIN_HOLD);
        funding(0);
        assertThat(quotes(50_000, 50_210)).isEqualTo(Targets.unchanged());
        assertThat(quotes(50_000, 50_190)).isEqualTo(FLAT);
    }

    @Test
    void holdsForTheLeastTimeAfterTheLegThatWasFilledLast() {
        candles(10, 50_000, 50_000);
        account.hold(SPOT, 0.08, 50_000, now.toEpochMilli());
        account.hold(PERP, -0.08, 50_000, now.plusSeconds(1).toEpochMilli());
        now = now.plus(MIN_HOLD).plusMillis(999);
        funding(-RICH);
        assertThat(quotes(50_000, 50_000)).isEqualTo(Targets.unchanged());
        now = now.plusMillis(1);
        assertThat(quotes(50_000, 50_000)).isEqualTo(FLAT);
    }

    @ParameterizedTest
    @CsvSource({"0.08, 0", "0, -0.08"})
    void aLegThatStandsAloneIsLeftToTheEngineAndNotEnteredOnTopOf(double spot, double perpetual) {
        candles(10, 50_000, 50_000);
        account.hold(SPOT, spot, 50_000, now.toEpochMilli());
        account.hold(PERP, perpetual, 50_000, now.toEpochMilli());
        funding(RICH);
        assertThat(quotes(50_000, 50_000)).isEqualTo(Targets.unchanged());
        now = now.plus(MIN_HOLD);
        funding(-RICH);
        assertThat(quotes(50_000, 50_000)).isEqualTo(FLAT);
    }

    /// The exchange takes orders worth 5 or more.
    @ParameterizedTest
    @CsvSource({"0.0001, true", "0.000099, false"})
    void whatCanStillBeSoldIsAPosition(double left, boolean isPosition) {
        candles(10, 50_000, 50_000);
        account.hold(SPOT, left, 50_000, now.toEpochMilli());
        funding(RICH);
        assertThat(quotes(50_000, 50_000)).isEqualTo(isPosition ? Targets.unchanged() : pair(0.08));
    }

    @Test
    void spotOfAnUnknownMinimumIsAPosition() {
        FakeAccount ignorant = new FakeAccount(10_000);
        ignorant.hold(SPOT, 0.000001, 50_000, now.toEpochMilli());
        candles(10, 50_000, 50_000);
        now = now.plus(MIN_HOLD);
        funding(-RICH);
        bot.onQuote(quote(SPOT, 50_000, 50_000), ignorant);
        assertThat(bot.onQuote(quote(PERP, 50_000, 50_000), ignorant)).isEqualTo(FLAT);
    }

    @Test
    void decidesNothingBeforeBothLegsAreQuoted() {
        candles(10, 50_000, 50_000);
        funding(RICH);
        assertThat(bot.onQuote(quote(PERP, 50_000, 50_000), account)).isEqualTo(Targets.unchanged());
        assertThat(bot.onQuote(quote(PERP, 50_000, 50_000), account)).isEqualTo(Targets.unchanged());
        assertThat(bot.onQuote(quote(SPOT, 50_000, 50_000), account)).isEqualTo(pair(0.08));
    }

    @Test
    void decidesNothingBeforeTheUsualDistanceIsKnown() {
        candles(9, 50_000, 50_000);
        funding(RICH);
        assertThat(quotes(50_000, 50_000)).isEqualTo(Targets.unchanged());
        candles(1, 50_000, 50_000);
        assertThat(quotes(50_000, 50_000)).isEqualTo(pair(0.08));
    }

    @Test
    void decidesNothingBeforeARateIsAnnounced() {
        candles(10, 50_000, 50_000);
        assertThat(quotes(50_000, 60_000)).isEqualTo(Targets.unchanged());
    }

    @ParameterizedTest
    @CsvSource({"5000, true", "5001, false"})
    void believesQuotesThatAreNoFartherApartThanAllowed(long apartMillis, boolean believes) {
        candles(10, 50_000, 50_000);
        funding(RICH);
        bot.onQuote(quote(PERP, 50_000, 50_000), account);
        now = now.plusMillis(apartMillis);
        assertThat(bot.onQuote(quote(SPOT, 50_000, 50_000), account))
                .isEqualTo(believes ? pair(0.08) : Targets.unchanged());
    }

    @Test
    void asksForTheCandlesQuotesAndHedgeOfEveryPair() {
        InstrumentId ethSpot = InstrumentId.spot("ETHUSDT");
        InstrumentId ethPerp = InstrumentId.linear("ETHUSDT");
        List<InstrumentId> legs = List.of(SPOT, PERP, ethSpot, ethPerp);
        assertThat(trading("BTCUSDT", "ETHUSDT").subscription()).isEqualTo(
                new Subscription(legs.stream().map(id -> new SeriesId(id, Interval.M1)).toList(), legs,
                        List.of(new Hedge(SPOT, PERP), new Hedge(ethSpot, ethPerp)), 10));
    }

    @Test
    void isNotMisledByOtherCoinsAndIntervals() {
        InstrumentId other = InstrumentId.linear("SOLUSDT");
        candles(10, 50_000, 50_000);
        funding(RICH);
        bot.onFunding(new FundingRate(other, -RICH, now.plus(PERIOD), PERIOD), account);
        for (int hour = 0; hour < 10; hour++) {
            bot.onCandle(candle(SPOT, Interval.M5, 50_000), account);
            bot.onCandle(candle(PERP, Interval.M5, 60_000), account);
            bot.onCandle(candle(other, Interval.M1, 60_000), account);
            now = now.plusSeconds(300);
        }
        assertThat(bot.onQuote(quote(other, 50_000, 50_000), account)).isEqualTo(Targets.unchanged());
        assertThat(quotes(50_000, 50_000)).isEqualTo(pair(0.08));
    }

    @Test
    void theUsualDistanceIsTheAverageOfThePairedCandlesAlone() {
        candles(5, 50_000, 50_000);
        candles(5, 50_000, 50_500);
        for (int minute = 0; minute < 9; minute++) {
            bot.onCandle(candle(SPOT, Interval.M1, 40_000), account);
            now = now.plusSeconds(60);
        }
        funding(4 * UNIT + 0.0001);
        assertThat(quotes(50_000, 50_240)).isEqualTo(Targets.unchanged());
        assertThat(quotes(50_000, 50_250)).isEqualTo(pair(0.08));
    }

    @Test
    void aSpotCandleWithoutThatOfThePerpetualSaysNothingOfTheDistance() {
        now = Instant.EPOCH;
        bot.onCandle(candle(SPOT, Interval.M1, 50_000), account);
        now = now.plusSeconds(60);
        candles(9, 50_000, 50_000);
        funding(RICH);
        assertThat(quotes(50_000, 50_000)).as("nine pairs of the ten that are averaged").isEqualTo(Targets.unchanged());
    }
}
