package io.tradinghub.momentum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;

import io.tradinghub.bot.Target;
import io.tradinghub.bot.Targets;
import io.tradinghub.market.Candle;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.Interval;
import io.tradinghub.market.SeriesId;
import io.tradinghub.testing.CandleTape;
import io.tradinghub.testing.FakeAccount;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A bot that was killed and warmed up again wants what it would have wanted had it gone on.
final class RestartTest {
    private static final InstrumentId BTC = InstrumentId.linear("BTCUSDT");
    private static final MomentumSettings SETTINGS = new MomentumSettings(List.of(BTC), Interval.M15,
            new MomentumSettings.Trend(12, 48, 14, 18, 24), new MomentumSettings.Stop(14, 3, 6),
            MomentumSettings.DEFAULTS.size());

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void wantsTheSameAfterARestartAtAnyCandle(long seed) {
        List<Candle> candles = new CandleTape(new SeriesId(BTC, Interval.M15), 50_000, 20).walk(seed, 0.004, 2_000)
                .candles();
        MomentumBot steady = new MomentumBot(SETTINGS);
        int warmUp = steady.subscription().warmUpCandles();
        FakeAccount account = new FakeAccount(10_000);
        int decisions = 0;
        for (int i = 0; i < candles.size(); i++) {
            Targets wanted = steady.onCandle(candles.get(i), account);
            if (i > warmUp && (!wanted.isUnchanged() || i % 97 == 0)) {
                MomentumBot restarted = new MomentumBot(SETTINGS);
                candles.subList(i - warmUp, i).forEach(candle -> restarted.onCandle(candle, account));
                assertSame(restarted.onCandle(candles.get(i), account), wanted, candles.get(i));
                decisions += wanted.isUnchanged() ? 0 : 1;
            }
            fill(account, wanted, candles.get(i));
        }
        assertThat(decisions).isGreaterThan(3);
    }

    /// A restarted bot may say once more that it wants to be flat when it is.
    private static void assertSame(Targets restarted, Targets steady, Candle at) {
        if (steady.isUnchanged()) {
            assertThat(restarted.targets()).as("at %s", at).allMatch(target -> target.quantity() == 0);
            return;
        }
        assertThat(restarted.targets()).as("at %s", at).hasSize(1);
        double expected = steady.targets().getFirst().quantity();
        assertThat(restarted.targets().getFirst().quantity()).isCloseTo(expected, within(1e-4 * Math.abs(expected)));
    }

    private static void fill(FakeAccount account, Targets wanted, Candle candle) {
        for (Target target : wanted.targets()) {
            if (target.quantity() == 0) {
                account.close(BTC);
            } else {
                account.hold(BTC, target.quantity(), candle.close(), candle.closeTimeMillis());
            }
        }
    }
}
