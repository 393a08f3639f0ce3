package io.tradinghub.benchmarks;

import java.util.List;

import io.tradinghub.bot.AccountView;
import io.tradinghub.bot.Bot;
import io.tradinghub.bot.Subscription;
import io.tradinghub.bot.Target;
import io.tradinghub.bot.Targets;
import io.tradinghub.indicator.Adx;
import io.tradinghub.indicator.Atr;
import io.tradinghub.indicator.Ema;
import io.tradinghub.indicator.ZScore;
import io.tradinghub.market.Candle;
import io.tradinghub.market.InstrumentId;

/// Rules that both sides can state, as bots of the hub; [Ta4jRun] has them in ta4j's words. Long only, one size.
///
/// The bots of the hub go further than ta4j's own rules do (both directions, an entry window, resting entries, a stop
/// as wide as the market was at the entry), so these are their rules as far as ta4j has them.
enum SameRules {
    /// In while a fast average is above a slow one, entered only at the crossing.
    CROSS,
    /// The momentum bot's: the crossing when the ADX says that there is a trend, out at the opposite crossing or some
    /// average true ranges below the entry.
    TREND,
    /// The mean reversion bot's: a z-score far below 0 when the ADX says that there is no trend, out at the mean, at a
    /// stop, or when time is up.
    REVERSION;

    static final int FAST = 50;
    static final int SLOW = 200;
    /// Bars in which nobody trades, for the indicators to settle.
    static final int UNSTABLE = 400;
    private static final Targets IN = Targets.of(Target.now(BarArrays.PERP, 0.05));
    private static final Targets OUT = Targets.of(Target.now(BarArrays.PERP, 0));

    Bot bot() {
        return switch (this) {
            case CROSS -> new Cross();
            case TREND -> new Trend();
            case REVERSION -> new Reversion();
        };
    }

    /// In or out by the rules, not before everything has settled.
    private abstract static sealed class RuleBot implements Bot {
        private int seen;

        @Override
        public final Subscription subscription() {
            return new Subscription(List.of(BarArrays.SERIES), List.of(BarArrays.PERP), List.of(), 0);
        }

        @Override
        public final Targets onCandle(Candle closed, AccountView account) {
            update(closed);
            if (seen++ < UNSTABLE) {
                return Targets.unchanged();
            }
            if (account.position(BarArrays.PERP) == 0) {
                return isEntry() ? IN : Targets.unchanged();
            }
            return isExit(closed, account) ? OUT : Targets.unchanged();
        }

        abstract void update(Candle candle);

        abstract boolean isEntry();

        abstract boolean isExit(Candle candle, AccountView account);
    }

    /// Two averages that cross.
    private static final class Averages {
        private final Ema fast;
        private final Ema slow;
        private double spread;
        private double before;

        private Averages(int fastLength, int slowLength) {
            fast = Ema.ofLength(fastLength);
            slow = Ema.ofLength(slowLength);
        }

        private void update(double close) {
            before = spread;
            spread = fast.update(close) - slow.update(close);
        }

        private boolean hasCrossedUp() {
            return before <= 0 && spread > 0;
        }

        private boolean hasCrossedDown() {
            return before >= 0 && spread < 0;
        }
    }

    private static final class Cross extends RuleBot {
        private final Averages averages = new Averages(FAST, SLOW);

        @Override
        void update(Candle candle) {
            averages.update(candle.close());
        }

        @Override
        boolean isEntry() {
            return averages.hasCrossedUp();
        }

        @Override
        boolean isExit(Candle candle, AccountView account) {
            return averages.hasCrossedDown();
        }
    }

    /// With the parameters of the momentum bot.
    static final class Trend extends RuleBot {
        static final int FAST = 32;
        static final int SLOW = 128;
        static final int STRENGTH_LENGTH = 28;
        static final int MIN_STRENGTH = 20;
        static final int RANGE_LENGTH = 48;
        static final int STOP_RANGES = 6;

        private final Averages averages = new Averages(FAST, SLOW);
        private final Adx strength = new Adx(STRENGTH_LENGTH);
        private final Atr range = new Atr(RANGE_LENGTH);

        @Override
        void update(Candle candle) {
            averages.update(candle.close());
            strength.update(candle.high(), candle.low());
            range.update(candle.high(), candle.low(), candle.close());
        }

        @Override
        boolean isEntry() {
            return averages.hasCrossedUp() && strength.value() > MIN_STRENGTH;
        }

        @Override
        boolean isExit(Candle candle, AccountView account) {
            return averages.hasCrossedDown()
                    || candle.close() < account.entryPrice(BarArrays.PERP) - range.value() * STOP_RANGES;
        }
    }

    /// With the parameters of the mean reversion bot.
    static final class Reversion extends RuleBot {
        static final int LENGTH = 60;
        static final double ENTRY_SCORE = -2.5;
        static final int STRENGTH_LENGTH = 28;
        static final int MAX_STRENGTH = 30;
        static final int STOP_PERCENT = 1;
        static final int MAX_BARS = 144;

        private final InstrumentId instrument = BarArrays.PERP;
        private final ZScore score = new ZScore(LENGTH);
        private final Adx strength = new Adx(STRENGTH_LENGTH);

        @Override
        void update(Candle candle) {
            score.update(candle.close());
            strength.update(candle.high(), candle.low());
        }

        @Override
        boolean isEntry() {
            return score.distance() < 0 && score.isBeyond(-ENTRY_SCORE) && strength.value() < MAX_STRENGTH;
        }

        @Override
        boolean isExit(Candle candle, AccountView account) {
            double stop = account.entryPrice(instrument) * ((100.0 - STOP_PERCENT) / 100);
            long held = candle.openTimeMillis() - account.openedAtMillis(instrument);
            return score.distance() > 0 || candle.close() <= stop || held >= MAX_BARS * candle.series().interval().millis();
        }
    }
}
