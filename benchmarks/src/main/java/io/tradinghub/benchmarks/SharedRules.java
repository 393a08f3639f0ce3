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

/// Trading rules that both the hub and ta4j can express, as bots of the hub; [Ta4jRun] holds the same rules in ta4j.
/// Long only, one size.
///
/// The hub's own bots do more than ta4j's rules can (both directions, an entry window, resting entries, a stop distance
/// fixed at entry), so these rules cover only what ta4j can express.
enum SharedRules {
    /// Holds while a fast average is above a slow one; enters only at the crossing.
    CROSS,
    /// The momentum bot's rules: enters at the crossing if the ADX shows a trend, exits at the opposite crossing or a
    /// few average true ranges below the entry.
    TREND,
    /// The mean reversion bot's rules: enters at a z-score far below 0 if the ADX shows no trend, exits at the mean, at
    /// a stop, or after a maximum time.
    REVERSION;

    static final int FAST = 50;
    static final int SLOW = 200;
    /// Bars without trades, while the indicators settle.
    static final int WARM_UP_BARS = 400;
    private static final Targets ENTER = Targets.of(Target.now(BarArrays.PERP, 0.05));
    private static final Targets EXIT = Targets.of(Target.now(BarArrays.PERP, 0));

    Bot bot() {
        return switch (this) {
            case CROSS -> new Cross();
            case TREND -> new Trend();
            case REVERSION -> new Reversion();
        };
    }

    /// Enters and exits by the rules once the indicators have settled.
    private abstract static sealed class RuleBot implements Bot {
        private int barsSeen;

        @Override
        public final Subscription subscription() {
            return new Subscription(List.of(BarArrays.SERIES), List.of(BarArrays.PERP), List.of(), 0);
        }

        @Override
        public final Targets onCandle(Candle closed, AccountView account) {
            update(closed);
            if (barsSeen++ < WARM_UP_BARS) {
                return Targets.unchanged();
            }
            if (account.position(BarArrays.PERP) == 0) {
                return isEntry() ? ENTER : Targets.unchanged();
            }
            return isExit(closed, account) ? EXIT : Targets.unchanged();
        }

        abstract void update(Candle candle);

        abstract boolean isEntry();

        abstract boolean isExit(Candle candle, AccountView account);
    }

    /// Two crossing averages.
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

    /// Uses the parameters of the momentum bot.
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

    /// Uses the parameters of the mean reversion bot.
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
            long heldMillis = candle.openTimeMillis() - account.openedAtMillis(instrument);
            long maxMillis = MAX_BARS * candle.series().interval().millis();
            return score.distance() > 0 || candle.close() <= stop || heldMillis >= maxMillis;
        }
    }
}
