package io.tradinghub.momentum;

import io.tradinghub.indicator.Adx;
import io.tradinghub.indicator.Ema;
import io.tradinghub.market.Candle;

/// Which way the trend goes and whether now is the time to follow it: a function of the candles alone.
final class TrendSignal {
    private final MomentumSettings.Trend settings;
    private final Ema fast;
    private final Ema slow;
    private final Adx strength;
    private int candlesToSettle;
    private int direction;
    private int candlesSinceCross;
    private double bestClose = Double.NaN;
    private boolean isBestClose;

    TrendSignal(MomentumSettings.Trend settings) {
        this.settings = settings;
        this.fast = Ema.ofLength(settings.fastLength());
        this.slow = Ema.ofLength(settings.slowLength());
        this.strength = new Adx(settings.strengthLength());
        this.candlesToSettle = 2 * settings.slowLength();
    }

    /// The first candles only settle the averages: each starts from one single price, and would cross without a reason.
    void update(Candle candle) {
        double close = candle.close();
        double spread = fast.update(close) - slow.update(close);
        strength.update(candle.high(), candle.low());
        if (candlesToSettle > 0) {
            candlesToSettle--;
            return;
        }
        int now = (int) Math.signum(spread);
        if (now != 0 && now != direction) {
            candlesSinceCross = direction == 0 ? settings.entryWindow() : 0;
            direction = now;
            bestClose = close;
            isBestClose = true;
        } else {
            candlesSinceCross++;
            isBestClose = direction > 0 ? close >= bestClose : close <= bestClose;
            bestClose = isBestClose ? close : bestClose;
        }
    }

    /// 1 while the fast average is above the slow one, -1 while below, 0 while unknown.
    int direction() {
        return direction;
    }

    /// Whether the trend is young, strong, and at its best close. After a stop it must so prove itself again before it
    /// is followed again.
    boolean isEntry() {
        return isBestClose && candlesSinceCross < settings.entryWindow() && strength.isReady()
                && strength.value() >= settings.minStrength();
    }

    /// Candles after which no crossing depends on when the bot was started.
    int warmUp() {
        return Math.max(slow.settlesAfter(), strength.settlesAfter()) + settings.entryWindow();
    }
}
