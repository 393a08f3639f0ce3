package io.tradinghub.meanreversion;

import io.tradinghub.indicator.Adx;
import io.tradinghub.indicator.Atr;
import io.tradinghub.indicator.ZScore;
import io.tradinghub.market.Candle;

/// Whether the price is stretched and where to fade it: a function of the candles alone.
///
/// An excursion starts with the candle that closes beyond the entry score after one that did not. It ends back at the
/// mean, behind where the stop of a trade would be, or when patience runs out; after that a new one needs a close
/// within the entry score first.
final class StretchSignal {
    private final MeanReversionSettings settings;
    private final ZScore score;
    private final Adx strength;
    private final Atr range;
    /// Of the candle before; true while unknown.
    private boolean wasStretched = true;
    private int side;
    private int age;
    private double limitPrice = Double.NaN;
    private double stopPrice = Double.NaN;

    StretchSignal(MeanReversionSettings settings) {
        this.settings = settings;
        this.score = new ZScore(settings.stretch().length());
        this.strength = new Adx(settings.filter().strengthLength());
        this.range = new Atr(settings.exit().rangeLength());
    }

    void update(Candle candle) {
        score.update(candle.close());
        strength.update(candle.high(), candle.low());
        range.update(candle.high(), candle.low(), candle.close());
        age++;
        if (side != 0 && (age >= settings.stretch().patience() || isBackAtMean(side) || isThroughStop(candle))) {
            side = 0;
        }
        boolean stretched = score.isBeyond(settings.stretch().entryScore());
        if (stretched && !wasStretched && range.isReady() && strength.isReady()
                && strength.value() <= settings.filter().maxStrength()) {
            start(score.distance() > 0 ? -1 : 1, candle.close());
        }
        wasStretched = stretched || !score.isReady();
    }

    /// 1 while a long entry should rest, -1 while a short one should, 0 otherwise.
    int side() {
        return side;
    }

    /// Where the entry rests.
    double limitPrice() {
        return limitPrice;
    }

    double mean() {
        return score.mean();
    }

    /// The average true range.
    double range() {
        return range.value();
    }

    /// Whether a position on this side has nothing left to gain: the close is at the mean or beyond it.
    boolean isBackAtMean(double positionSide) {
        return score.distance() * positionSide >= 0;
    }

    /// The excursion has had its trade.
    void endExcursion() {
        side = 0;
    }

    int warmUp() {
        return Math.max(Math.max(score.warmUp(), strength.settlesAfter()), range.settlesAfter())
                + settings.stretch().patience();
    }

    /// In a crash so wild that the entry would stand at or below 0 there is none.
    private void start(int newSide, double close) {
        double price = close - newSide * settings.stretch().discount() * range.value();
        if (price > 0) {
            side = newSide;
            age = 0;
            limitPrice = price;
            stopPrice = price - side * settings.exit().stopRanges() * range.value();
        }
    }

    private boolean isThroughStop(Candle candle) {
        return side > 0 ? candle.low() <= stopPrice : candle.high() >= stopPrice;
    }
}
