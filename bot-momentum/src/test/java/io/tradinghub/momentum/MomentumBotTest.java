package io.tradinghub.momentum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.util.List;

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

final class MomentumBotTest {
    private static final InstrumentId BTC = InstrumentId.linear("BTCUSDT");
    private static final InstrumentId ETH = InstrumentId.linear("ETHUSDT");
    private static final SeriesId SERIES = new SeriesId(BTC, Interval.M1);
    private static final MomentumSettings SETTINGS = new MomentumSettings(List.of(BTC, ETH), Interval.M1,
            new MomentumSettings.Trend(3, 8, 5, 25, 6), new MomentumSettings.Stop(5, 3, 6), new TradeSize(0.01, 2));

    private final FakeAccount account = new FakeAccount(10_000);
    private final MomentumBot bot = new MomentumBot(SETTINGS);
    private final CandleTape tape = new CandleTape(SERIES, 1_000, 1);
    private int seen;

    @Test
    void entersLongWhenAStrongTrendTurnsUp() {
        tape.to(960, 20).to(1_010, 8);

        assertThat(quantities()).filteredOn(quantity -> quantity > 0).isNotEmpty();
    }

    @Test
    void entersShortWhenAStrongTrendTurnsDown() {
        tape.to(1_040, 20).to(990, 8);

        assertThat(quantities()).filteredOn(quantity -> quantity < 0).isNotEmpty();
    }

    @Test
    void staysOutWhileTheMarketGoesNowhere() {
        tape.swing(2, 200);

        assertThat(quantities()).isEmpty();
    }

    @Test
    void entersOnlyWithinTheWindowAfterTheCrossing() {
        tape.to(960, 20).to(1_010, 8);
        Candle last = tape.candles().getLast();
        play();
        tape.to(1_100, 30);

        assertThat(quantities()).isEmpty();
        assertThat(tape.candles().getLast().close()).isGreaterThan(last.close());
    }

    @Test
    void doesNotTakeATrendForNewThatItOnlyStartedToSee() {
        tape.to(1_100, 40);

        assertThat(quantities()).isEmpty();
    }

    @Test
    void risksTheSetShareOfEquityUpToTheStop() {
        account.isWorth(1_000);
        MomentumBot careful = new MomentumBot(
                new MomentumSettings(List.of(BTC), Interval.M1, SETTINGS.trend(), SETTINGS.stop(),
                        new TradeSize(0.001, 10)));
        tape.to(960, 20).to(1_010, 8);
        Atr range = new Atr(5);
        for (Candle candle : tape.candles()) {
            range.update(candle.high(), candle.low(), candle.close());
            Targets targets = careful.onCandle(candle, account);
            if (!targets.isUnchanged()) {
                assertThat(Math.abs(targets.targets().getFirst().quantity()) * 3 * range.value()).isCloseTo(1,
                        within(1e-9));
                return;
            }
        }
        throw new AssertionError("the trend was not followed");
    }

    @Test
    void neverWantsMoreThanItsShareOfTheLeverage() {
        MomentumBot daring = new MomentumBot(new MomentumSettings(List.of(BTC, ETH), Interval.M1, SETTINGS.trend(),
                SETTINGS.stop(), new TradeSize(0.05, 2)));
        tape.to(960, 20).to(1_010, 8);

        List<Double> worths = tape.candles().stream()
                .flatMap(candle -> daring.onCandle(candle, account).targets().stream()
                        .filter(target -> target.quantity() != 0)
                        .map(target -> Math.abs(target.quantity()) * candle.close()))
                .toList();

        assertThat(worths).isNotEmpty()
                .allSatisfy(worth -> assertThat(worth).isCloseTo(10_000 * 2 / 2.0, within(1e-6)));
    }

    @Test
    void holdsWhileTheTrendGoesOn() {
        tape.to(960, 20).to(1_010, 8);
        play();
        account.hold(BTC, 1, 1_010, tape.nowMillis());
        tape.to(1_100, 30);

        assertThat(quantities()).isNotEmpty().containsOnly(1.0);
    }

    @Test
    void keepsAStopAtTheExchangeBehindItsOwnWhichMovesWithTheTrendAndNeverBack() {
        tape.to(960, 20).to(1_010, 8);
        play();
        account.hold(BTC, 1, 1_010, tape.nowMillis());
        tape.to(1_100, 30);
        List<Double> stops = tape.candles().subList(seen, tape.candles().size()).stream()
                .flatMap(candle -> bot.onCandle(candle, account).targets().stream())
                .map(target -> target.stopPrice().orElseThrow()).toList();

        assertThat(stops.getFirst()).isLessThan(1_010);
        assertThat(stops.getLast()).isGreaterThan(stops.getFirst()).isLessThan(1_100);
    }

    @Test
    void leavesAtTheStopBehindTheEntry() {
        tape.to(960, 20).to(1_010, 8);
        play();
        account.hold(BTC, 1, 1_010, tape.nowMillis());
        tape.add(1_011, 900, 1_005);

        assertThat(quantities()).containsExactly(0.0);
    }

    @Test
    void leavesBehindTheBestCloseOnceThatIsCloser() {
        tape.to(960, 20).to(1_010, 8);
        play();
        account.hold(BTC, 1, 1_010, tape.nowMillis());
        tape.to(1_200, 20);
        play();
        tape.add(1_201, 1_100, 1_195);

        assertThat(quantities()).containsExactly(0.0);
    }

    @Test
    void leavesAtOnceWhenAQuoteReachesTheStop() {
        tape.to(960, 20).to(1_010, 8);
        play();
        account.hold(BTC, 1, 1_010, tape.nowMillis());

        assertThat(bot.onQuote(quote(1_009), account).isUnchanged()).isTrue();
        assertThat(bot.onQuote(quote(900), account).targets()).containsExactly(Target.now(BTC, 0));
    }

    @Test
    void staysStoppedUntilThePositionIsGone() {
        tape.to(960, 20).to(1_010, 8);
        play();
        account.hold(BTC, 1, 1_010, tape.nowMillis());
        assertThat(bot.onQuote(quote(900), account).isUnchanged()).isFalse();
        tape.to(1_015).to(1_020);

        assertThat(quantities()).containsExactly(0.0, 0.0);
    }

    @Test
    void leavesOnTheFirstQuoteAfterARestartWhenItsStopWasHitMeanwhile() {
        tape.to(960, 20).to(1_010, 8);
        play();
        account.hold(BTC, 1, 1_010, tape.nowMillis());
        tape.to(1_012).to(900).to(1_012);
        play();

        assertThat(bot.onQuote(quote(1_012), account).targets()).containsExactly(Target.now(BTC, 0));
    }

    @Test
    void saysATurnAgainAtEveryQuoteWhileItsStoppedPositionIsOpen() {
        tape.to(960, 20).to(1_010, 8);
        play();
        account.hold(BTC, 1, 1_010, tape.nowMillis());
        tape.to(900);
        double turned = quantities().getLast();

        assertThat(turned).isNegative();
        assertThat(bot.onQuote(quote(900), account).targets()).extracting(Target::quantity).containsExactly(turned);
        account.hold(BTC, turned, 900, tape.nowMillis());
        assertThat(bot.onQuote(quote(901), account).isUnchanged()).isTrue();
    }

    @Test
    void turnsAroundWhenTheTrendDoes() {
        tape.to(960, 20).to(1_010, 8);
        play();
        account.hold(BTC, 1, 1_010, tape.nowMillis());
        tape.to(1_013, 10).to(1_000, 3).to(990, 3).to(960, 5);

        List<Double> quantities = quantities();
        assertThat(quantities).startsWith(1.0).anyMatch(quantity -> quantity < 0);
        assertThat(quantities.getLast()).isNotPositive();
    }

    @Test
    void takesBackAnEntryThatWasNeverFilled() {
        tape.to(960, 20).to(1_010, 8).to(1_000);

        assertThat(quantities()).last().isEqualTo(0.0);
    }

    @Test
    void ignoresOtherInstrumentsAndIntervals() {
        CandleTape other = new CandleTape(new SeriesId(InstrumentId.linear("SOLUSDT"), Interval.M1), 100, 1).to(200,
                40);
        CandleTape slower = new CandleTape(new SeriesId(BTC, Interval.M5), 100, 1).to(50, 40).to(90, 10);

        assertThat(other.candles()).allMatch(candle -> bot.onCandle(candle, account).isUnchanged());
        assertThat(slower.candles()).allMatch(candle -> bot.onCandle(candle, account).isUnchanged());
    }

    private void play() {
        quantities();
    }

    /// The quantities wanted of BTC at the candles not shown yet, where something was wanted.
    private List<Double> quantities() {
        List<Candle> fresh = tape.candles().subList(seen, tape.candles().size());
        seen = tape.candles().size();
        return fresh.stream().flatMap(candle -> bot.onCandle(candle, account).targets().stream()).map(Target::quantity)
                .toList();
    }

    private Quote quote(double bid) {
        return new Quote(BTC, bid, 1, bid + 1, 1, Instant.ofEpochMilli(tape.nowMillis() + 10));
    }
}
