package io.tradinghub.meanreversion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import io.tradinghub.bot.Target;
import io.tradinghub.bot.Targets;
import io.tradinghub.indicator.Atr;
import io.tradinghub.indicator.ZScore;
import io.tradinghub.market.Candle;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.Interval;
import io.tradinghub.market.Quote;
import io.tradinghub.market.SeriesId;
import io.tradinghub.strategy.TradeSize;
import io.tradinghub.testing.CandleTape;
import io.tradinghub.testing.FakeAccount;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// At which prices the bot enters, leaves and stops, and how much it trades. Its own stop stands 4 ranges behind the
/// entry, the exchange's one range farther.
final class PricesAndSizesTest {
    private static final InstrumentId BTC = InstrumentId.linear("BTCUSDT");
    private static final Targets FLAT = Targets.of(Target.now(BTC, 0));
    private static final MeanReversionSettings SETTINGS = new MeanReversionSettings(List.of(BTC), Interval.M1,
            new MeanReversionSettings.Stretch(20, 2, 0.5, 4), new MeanReversionSettings.Filter(14, 60),
            new MeanReversionSettings.Exit(14, 4, 10), new TradeSize(0.01, 10));

    private final FakeAccount account = new FakeAccount(10_000);
    private final MeanReversionBot bot = new MeanReversionBot(SETTINGS);
    private final CandleTape tape = new CandleTape(new SeriesId(BTC, Interval.M1), 1_000, 1);
    private final Atr range = new Atr(14);
    private final ZScore score = new ZScore(20);
    private final List<Targets> answers = new ArrayList<>();

    /// Shows the bot what is new on the tape; the answer to its last candle.
    private Targets play() {
        List<Candle> candles = tape.candles();
        while (answers.size() < candles.size()) {
            Candle candle = candles.get(answers.size());
            range.update(candle.high(), candle.low(), candle.close());
            score.update(candle.close());
            answers.add(bot.onCandle(candle, account));
        }
        return answers.getLast();
    }

    /// A calm market whose last candle stretches it away from the side that the bot then enters on, 1 or -1.
    private Targets stretched(int side) {
        tape.swing(3, 60).to(1_000 - side * 15);
        return play();
    }

    /// The entry is filled at this price with the last candle's close.
    private void filled(int side, double price) {
        account.hold(BTC, side, price, tape.nowMillis());
    }

    private Quote quote(double price) {
        return new Quote(BTC, price, 1, price, 1, Instant.ofEpochMilli(tape.nowMillis() + 10));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, -1})
    void restsAnEntryThatLosesTheSetShareAtItsStopWithTheExchangesStopBehindIt(int side) {
        Target target = stretched(side).targets().getFirst();
        double limit = 1_000 - side * 15 - side * 0.5 * range.value();
        assertThat(target.pricing()).isInstanceOfSatisfying(Target.Pricing.Rest.class,
                rest -> assertThat(rest.limitPrice()).isCloseTo(limit, within(1e-9)));
        assertThat(target.quantity()).isCloseTo(side * 10_000 * 0.01 / (4 * range.value()), within(1e-9));
        assertThat(target.stopPrice()).hasValueCloseTo(limit - side * 5 * range.value(), within(1e-9));
    }

    @Test
    void repeatsTheSameOrderWhileItRestsWhateverTheEquityDoes() {
        Targets entry = stretched(1);
        account.isWorth(5_000);
        tape.to(985.5);
        assertThat(play()).isEqualTo(entry);
    }

    @Test
    void saysOnceThatAnEntryWhichWasNeverFilledIsTakenBack() {
        stretched(1);
        tape.to(986, 4);
        assertThat(play()).isEqualTo(FLAT);
        tape.to(986);
        assertThat(play()).isEqualTo(Targets.unchanged());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, -1})
    void restsItsExitAtTheMeanWithTheExchangesStopBehindItsOwn(int side) {
        stretched(side);
        double atEntry = range.value();
        double entry = 1_000 - side * 16;
        filled(side, entry);
        tape.to(entry + side);
        Target target = play().targets().getFirst();
        assertThat(target.quantity()).isZero();
        assertThat(target.pricing()).isInstanceOfSatisfying(Target.Pricing.Rest.class,
                rest -> assertThat(rest.limitPrice()).isCloseTo(score.mean(), within(1e-9)));
        assertThat(target.stopPrice()).hasValueCloseTo(entry - side * 5 * atEntry, within(1e-9));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, -1})
    void aCandleThatTouchesItsStopEndsTheTrade(int side) {
        stretched(side);
        double close = 1_000 - side * 15;
        double stop = close - side - side * 4 * range.value();
        filled(side, close - side);
        double shortOfIt = stop + side * 0.01;
        tape.add(Math.max(close, shortOfIt), Math.min(close, shortOfIt), close);
        assertThat(play()).as("a cent short of it").isNotEqualTo(FLAT);
        tape.add(Math.max(close, stop), Math.min(close, stop), close);
        assertThat(play()).isEqualTo(FLAT);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, -1})
    void aQuoteThatTouchesItsStopEndsTheTrade(int side) {
        stretched(side);
        double entry = 1_000 - side * 16;
        double stop = entry - side * 4 * range.value();
        filled(side, entry);
        assertThat(bot.onQuote(quote(stop + side * 0.01), account)).isEqualTo(Targets.unchanged());
        assertThat(bot.onQuote(quote(stop), account)).isEqualTo(FLAT);
    }

    @Test
    void leavesWithTheCandleThatEndsItsTimeAndNotOneBefore() {
        stretched(1);
        filled(1, 984);
        tape.to(984, 9);
        assertThat(play()).isNotEqualTo(FLAT);
        tape.to(984);
        assertThat(play()).isEqualTo(FLAT);
    }

    @Test
    void anExcursionThatHadItsTradeIsNotEnteredAgain() {
        stretched(1);
        filled(1, 984);
        tape.to(985);
        play();
        account.close(BTC);
        tape.to(985);
        assertThat(play()).as("what rested is taken back").isEqualTo(FLAT);
        tape.to(985);
        assertThat(play()).isEqualTo(Targets.unchanged());
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -100})
    void entersNothingWithoutEquityAndHasNothingToTakeBack(double equity) {
        account.isWorth(equity);
        assertThat(stretched(1)).isEqualTo(FLAT);
        tape.to(986, 4);
        assertThat(play()).isEqualTo(Targets.unchanged());
    }

    @Test
    void saysNothingOfAQuoteWhileItHoldsNothing() {
        stretched(1);
        assertThat(bot.onQuote(quote(1), account)).isEqualTo(Targets.unchanged());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, -1})
    void leavesWhenTheCloseIsExactlyTheMean(int side) {
        tape.to(1_000, 30);
        play();
        filled(side, 1_000);
        tape.to(1_000);
        assertThat(play()).isEqualTo(FLAT);
    }
}
