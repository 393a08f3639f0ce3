package io.tradinghub.indicator;

/// Average directional index (Wilder 1978), the strength of a trend from 0 to 100, whichever way it goes: ta4j's `ADXIndicator` with one
/// length for both smoothings, and its `PlusDIIndicator` and `MinusDIIndicator`.
///
/// Warm-up: `length + 1` candles. ta4j seeds the directional movements, the true range and the index itself at the same candle, so the
/// first values follow single candles; after [#settlesAfter] candles that is forgotten.
public final class Adx {
    private final Ema upMovement;
    private final Ema downMovement;
    private final Ema trueRange;
    private final Ema average;
    private double previousHigh = Double.NaN;
    private double previousLow = Double.NaN;
    private double previousClose = Double.NaN;

    public Adx(int length) {
        this.upMovement = Ema.wilder(length);
        this.downMovement = Ema.wilder(length);
        this.trueRange = Ema.wilder(length);
        this.average = Ema.wilder(length);
    }

    /// Takes the next candle and returns the value after it.
    public double update(double high, double low, double close) {
        double up = high - previousHigh;
        double down = previousLow - low;
        double plus = upMovement.update(up > down && up > 0 ? up : 0);
        double minus = downMovement.update(down > up && down > 0 ? down : 0);
        trueRange.update(TrueRange.of(high, low, previousClose));
        previousHigh = high;
        previousLow = low;
        previousClose = close;
        double sum = plus + minus;
        return average.update(sum == 0 ? 0 : 100 * Math.abs(plus - minus) / sum);
    }

    public double value() {
        return average.value();
    }

    /// The share of upward movement in the true range, 0 to 100; 0 where the price does not move at all.
    public double plusDi() {
        return share(upMovement);
    }

    /// The share of downward movement in the true range, 0 to 100; 0 where the price does not move at all.
    public double minusDi() {
        return share(downMovement);
    }

    public boolean isReady() {
        return average.isReady();
    }

    /// Candles until the first value.
    public int warmUp() {
        return average.warmUp();
    }

    /// Candles until the seeds of both smoothings no longer matter, see [Ema#settlesAfter].
    public int settlesAfter() {
        return 2 * average.settlesAfter();
    }

    private double share(Ema movement) {
        return trueRange.value() == 0 ? 0 : 100 * movement.value() / trueRange.value();
    }
}
