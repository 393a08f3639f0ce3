package io.tradinghub.momentum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import io.tradinghub.bot.Subscription;
import io.tradinghub.bot.Target;
import io.tradinghub.bot.Targets;
import io.tradinghub.indicator.Atr;
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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// At which prices the bot stops and how much it trades. Its own stops stand 3 ranges behind the entry and 6 behind the
/// best close; the exchange's stands one range farther.
final class StopsAndSizesTest {
    private static final InstrumentId BTC = InstrumentId.linear("BTCUSDT");
    private static final MomentumSettings SETTINGS = new MomentumSettings(List.of(BTC), Interval.M1,
            new MomentumSettings.Trend(3, 8, 5, 25, 6), new MomentumSettings.Stop(5, 3, 6), new TradeSize(0.01, 10));

    private final FakeAccount account = new FakeAccount(10_000);
    private final MomentumBot bot = new MomentumBot(SETTINGS);
    private final CandleTape tape = new CandleTape(new SeriesId(BTC, Interval.M1), 1_000, 1);
    private final Atr range = new Atr(5);
    private final List<Targets> answers = new ArrayList<>();

    /// Shows the bot what is new on the tape; the answer to its last candle.
    private Targets play() {
        List<Candle> candles = tape.candles();
        while (answers.size() < candles.size()) {
            Candle candle = candles.get(answers.size());
            range.update(candle.high(), candle.low(), candle.close());
            answers.add(bot.onCandle(candle, account));
        }
        return answers.getLast();
    }

    /// Plays until the bot wants to enter on this side, 1 or -1; what it wants then.
    private Target entry(int side) {
        tape.to(1_000 - side * 40, 20);
        play();
        for (int step = 1; step <= 8; step++) {
            tape.to(1_000 + side * (6 * step - 40));
            if (!play().isUnchanged()) {
                return answers.getLast().targets().getFirst();
            }
        }
        throw new AssertionError("the trend was not followed");
    }

    private double lastClose() {
        return tape.candles().getLast().close();
    }

    private Quote quote(double bid, double ask) {
        return new Quote(BTC, bid, 1, ask, 1, Instant.ofEpochMilli(tape.nowMillis() + 10));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, -1})
    void entersWhatLosesTheSetShareAtItsStopWithTheExchangesStopBehindIt(int side) {
        Target target = entry(side);
        assertThat(target.quantity()).isCloseTo(side * 10_000 * 0.01 / (3 * range.value()), within(1e-9));
        assertThat(target.stopPrice()).hasValueCloseTo(lastClose() - side * 4 * range.value(), within(1e-9));
        assertThat(target.pricing()).isEqualTo(Target.Pricing.Cross.INSTANCE);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, -1})
    void keepsTheExchangesStopBehindTheCloserOfItsOwn(int side) {
        entry(side);
        double opened = lastClose();
        double atEntry = range.value();
        account.hold(BTC, side * 2, opened, tape.nowMillis());
        tape.to(opened + side);
        Target early = play().targets().getFirst();
        assertThat(early.quantity()).isEqualTo(side * 2);
        assertThat(early.stopPrice()).as("behind the entry")
                .hasValueCloseTo(opened - side * (3 * atEntry + range.value()), within(1e-9));

        double best = opened + side * 200;
        tape.to(best, 20).to(best - side);
        assertThat(play().targets().getFirst().stopPrice()).as("behind the best close")
                .hasValueCloseTo(best - side * (6 * atEntry + range.value()), within(1e-9));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, -1})
    void aQuoteAtTheStopBehindTheEntryEndsTheTradeAndOneShortOfItDoesNot(int side) {
        entry(side);
        double opened = lastClose();
        double stop = opened - side * 3 * range.value();
        account.hold(BTC, side, opened, tape.nowMillis());
        assertThat(bot.onQuote(quote(stop + side * 0.01, stop + side * 0.01), account)).isEqualTo(Targets.unchanged());
        assertThat(bot.onQuote(quote(stop, stop), account)).isEqualTo(Targets.of(Target.now(BTC, 0)));
        assertThat(bot.onQuote(quote(opened, opened), account)).as("stopped for good")
                .isEqualTo(Targets.of(Target.now(BTC, 0)));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, -1})
    void aQuoteAtTheStopBehindTheBestCloseEndsTheTradeAndOneShortOfItDoesNot(int side) {
        entry(side);
        double opened = lastClose();
        double atEntry = range.value();
        account.hold(BTC, side, opened, tape.nowMillis());
        double best = opened + side * 200;
        tape.to(best, 20);
        play();
        double stop = best - side * 6 * atEntry;
        assertThat(bot.onQuote(quote(stop + side * 0.01, stop + side * 0.01), account)).isEqualTo(Targets.unchanged());
        assertThat(bot.onQuote(quote(stop - side * 0.01, stop - side * 0.01), account))
                .isEqualTo(Targets.of(Target.now(BTC, 0)));
    }

    /// A stop that was hit is not answered by entering the same trend again at once.
    @ParameterizedTest
    @ValueSource(ints = {1, -1})
    void leavesAfterAStopAlsoWhenTheCandleClosesAtTheBestPrice(int side) {
        entry(side);
        double opened = lastClose();
        account.hold(BTC, side, opened, tape.nowMillis());
        double through = opened - side * 4 * range.value();
        double close = opened + side;
        tape.add(Math.max(through, close), Math.min(through, close), close);
        assertThat(play()).isEqualTo(Targets.of(Target.now(BTC, 0)));
    }

    @ParameterizedTest
    @CsvSource({"0", "-100"})
    void entersNothingWithoutEquityAndSaysNoMore(double equity) {
        account.isWorth(equity);
        assertThat(entry(1)).isEqualTo(Target.now(BTC, 0));
        tape.to(lastClose() - 1);
        assertThat(play()).isEqualTo(Targets.unchanged());
    }

    @Test
    void saysOnceThatAnEntryWhichWasNeverFilledIsTakenBack() {
        entry(1);
        tape.to(lastClose() - 1);
        assertThat(play()).isEqualTo(Targets.of(Target.now(BTC, 0)));
        tape.to(lastClose() - 1);
        assertThat(play()).isEqualTo(Targets.unchanged());
    }

    @Test
    void saysNothingOfAQuoteWhileItHoldsNothing() {
        entry(1);
        assertThat(bot.onQuote(quote(1, 2), account)).isEqualTo(Targets.unchanged());
    }

    @Test
    void needsTheCandlesOfItsSlowestIndicatorBeforeItTrades() {
        int signal = new TrendSignal(SETTINGS.trend()).warmUp();
        assertThat(bot.subscription()).isEqualTo(new Subscription(List.of(new SeriesId(BTC, Interval.M1)), List.of(BTC),
                List.of(), signal));
        MomentumBot slowRange = new MomentumBot(new MomentumSettings(List.of(BTC), Interval.M1, SETTINGS.trend(),
                new MomentumSettings.Stop(400, 3, 6), SETTINGS.size()));
        assertThat(new Atr(400).settlesAfter()).isGreaterThan(signal);
        assertThat(slowRange.subscription().warmUpCandles()).isEqualTo(new Atr(400).settlesAfter());
    }

    /// So it is after a restart with too few candles: the stop still decides.
    @ParameterizedTest
    @ValueSource(ints = {1, -1})
    void keepsWhatItHoldsWhileTheTrendIsUnknown(int side) {
        account.hold(BTC, side, 1_000, 0);
        tape.to(1_000 + side, 10);
        assertThat(play().targets()).extracting(Target::quantity).containsExactly((double) side);
    }
}
