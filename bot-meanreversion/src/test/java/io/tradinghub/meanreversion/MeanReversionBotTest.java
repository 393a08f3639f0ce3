package io.tradinghub.meanreversion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import io.tradinghub.bot.Target;
import io.tradinghub.bot.Targets;
import io.tradinghub.market.Candle;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.Interval;
import io.tradinghub.market.Quote;
import io.tradinghub.market.SeriesId;
import io.tradinghub.strategy.TradeSize;
import io.tradinghub.testing.CandleTape;
import io.tradinghub.testing.FakeAccount;
import org.junit.jupiter.api.Test;

final class MeanReversionBotTest {
    private static final InstrumentId BTC = InstrumentId.linear("BTCUSDT");
    private static final MeanReversionSettings SETTINGS = new MeanReversionSettings(List.of(BTC), Interval.M1,
            new MeanReversionSettings.Stretch(20, 2, 0.5, 4), new MeanReversionSettings.Filter(14, 60),
            new MeanReversionSettings.Exit(14, 4, 10), new TradeSize(0.01, 2));

    private final FakeAccount account = new FakeAccount(10_000);
    private final MeanReversionBot bot = new MeanReversionBot(SETTINGS);
    private final CandleTape tape = new CandleTape(new SeriesId(BTC, Interval.M1), 1_000, 1);
    private int seen;

    /// Shows the bot the candles it has not seen; answers what it wanted, one entry for each answer that was not
    /// "unchanged".
    private List<Target> play() {
        List<Target> wanted = new ArrayList<>();
        List<Candle> candles = tape.candles();
        for (; seen < candles.size(); seen++) {
            Targets targets = bot.onCandle(candles.get(seen), account);
            wanted.addAll(targets.targets());
        }
        return wanted;
    }

    private void hold(double quantity, double entryPrice) {
        account.hold(BTC, quantity, entryPrice, tape.nowMillis() - 1);
    }

    @Test
    void restsALongEntryBelowACloseThatIsStretchedDown() {
        tape.swing(3, 60).to(985);
        assertThat(play()).singleElement().satisfies(target -> {
            assertThat(target.quantity()).isPositive();
            assertThat(target.pricing()).isInstanceOfSatisfying(Target.Pricing.Rest.class,
                    rest -> assertThat(rest.limitPrice()).isLessThan(985).isGreaterThan(975));
        });
    }

    @Test
    void restsAShortEntryAboveACloseThatIsStretchedUp() {
        tape.swing(3, 60).to(1_015);
        assertThat(play()).singleElement().satisfies(target -> assertThat(target.quantity()).isNegative());
    }

    @Test
    void wantsNothingInACalmMarket() {
        tape.swing(3, 200);
        assertThat(play()).isEmpty();
    }

    @Test
    void takesAnEntryBackWhenItsPatienceIsOver() {
        tape.swing(3, 60).to(985);
        play();
        tape.to(986).to(986).to(986).to(986);
        assertThat(play().getLast()).isEqualTo(Target.now(BTC, 0));
    }

    @Test
    void restsItsExitAtTheMeanWhileItHolds() {
        tape.swing(3, 60).to(985);
        play();
        hold(1, 984);
        tape.to(986);
        assertThat(play()).singleElement().satisfies(target -> {
            assertThat(target.quantity()).isZero();
            assertThat(target.pricing()).isInstanceOfSatisfying(Target.Pricing.Rest.class,
                    rest -> assertThat(rest.limitPrice()).isBetween(990.0, 1_001.0));
        });
    }

    @Test
    void leavesAtOnceWhenTheCloseIsBackAtTheMean() {
        tape.swing(3, 60).to(985);
        play();
        hold(1, 984);
        tape.to(1_001);
        assertThat(play()).containsExactly(Target.now(BTC, 0));
    }

    @Test
    void leavesWhenItsTimeIsUp() {
        tape.swing(3, 60).to(985);
        play();
        hold(1, 984);
        tape.to(985, 10).to(985);
        assertThat(play()).contains(Target.now(BTC, 0));
    }

    @Test
    void leavesOnAQuoteThroughItsStop() {
        tape.swing(3, 60).to(985);
        play();
        hold(1, 984);
        tape.to(984);
        play();
        Instant now = Instant.ofEpochMilli(tape.nowMillis());
        assertThat(bot.onQuote(new Quote(BTC, 980, 1, 980.1, 1, now), account)).isEqualTo(Targets.unchanged());
        assertThat(bot.onQuote(new Quote(BTC, 900, 1, 900.1, 1, now), account))
                .isEqualTo(Targets.of(Target.now(BTC, 0)));
    }

    @Test
    void leavesOnTheFirstQuoteAfterARestartWhenItsStopWasHitMeanwhile() {
        tape.swing(3, 60).to(985);
        play();
        hold(1, 984);
        tape.to(984).to(900).to(984);
        play();
        Quote back = new Quote(BTC, 984, 1, 984.1, 1, Instant.ofEpochMilli(tape.nowMillis()));
        assertThat(bot.onQuote(back, account)).isEqualTo(Targets.of(Target.now(BTC, 0)));
    }

    @Test
    void holdsOnWithoutAnExitOrderWhileTheMeanIsUnknown() {
        hold(1, 984);
        tape.to(985);
        assertThat(play()).isEmpty();
    }

    @Test
    void neverWantsMoreThanItsLeverageAllows() {
        MeanReversionBot daring = new MeanReversionBot(
                new MeanReversionSettings(List.of(BTC), Interval.M1, SETTINGS.stretch(),
                        SETTINGS.filter(), SETTINGS.exit(), new TradeSize(0.05, 0.5)));
        tape.walk(7, 0.003, 5_000);

        List<Double> worths = tape.candles().stream()
                .flatMap(candle -> daring.onCandle(candle, account).targets().stream())
                .filter(target -> target.pricing() instanceof Target.Pricing.Rest).map(MeanReversionBotTest::worth)
                .toList();

        assertThat(worths).isNotEmpty().allSatisfy(worth -> assertThat(worth).isCloseTo(10_000 * 0.5, within(1e-6)));
    }

    private static double worth(Target target) {
        return Math.abs(target.quantity()) * ((Target.Pricing.Rest) target.pricing()).limitPrice();
    }

    @Test
    void wantsNoEntryAtAPriceBelowZero() {
        MeanReversionBot patient = new MeanReversionBot(new MeanReversionSettings(List.of(BTC), Interval.M1,
                new MeanReversionSettings.Stretch(20, 2, 10, 4), SETTINGS.filter(), SETTINGS.exit(), SETTINGS.size()));
        tape.swing(100, 60).to(200);

        assertThat(tape.candles()).allMatch(candle -> patient.onCandle(candle, account).isUnchanged());
    }

    @Test
    void wantsTheSameAfterARestart() {
        tape.walk(11, 0.003, 3_000);
        List<Candle> candles = tape.candles();
        MeanReversionBot restarted = new MeanReversionBot(SETTINGS);
        int warmUp = restarted.subscription().warmUpCandles();
        int restart = 2_000;
        candles.subList(0, restart).forEach(candle -> bot.onCandle(candle, account));
        candles.subList(restart - warmUp, restart).forEach(candle -> restarted.onCandle(candle, account));
        List<Targets> uninterrupted = candles.subList(restart, candles.size()).stream()
                .map(candle -> bot.onCandle(candle, account)).toList();
        List<Targets> interrupted = candles.subList(restart, candles.size()).stream()
                .map(candle -> restarted.onCandle(candle, account))
                .toList();
        assertThat(sides(interrupted)).isEqualTo(sides(uninterrupted)).contains(1).contains(-1);
    }

    private static List<Integer> sides(List<Targets> answers) {
        return answers.stream()
                .map(targets -> targets.isUnchanged() ? 0 : (int) Math.signum(targets.targets().getFirst().quantity()))
                .toList();
    }

    @Test
    void refusesParametersOutsideTheirRange() {
        assertThatThrownBy(() -> new MeanReversionSettings.Filter(14, 0)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("REVERSION_MAX_STRENGTH");
    }
}
