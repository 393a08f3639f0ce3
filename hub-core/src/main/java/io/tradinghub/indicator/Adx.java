package io.tradinghub.indicator;

/// Average directional index (Wilder 1978), the strength of a trend from 0 to 100, whichever way it goes: ta4j's
/// `ADXIndicator` with one length for both smoothings. The true range, by which the two directional lines are divided,
/// cancels out of it.
///
/// Warm-up: `length + 1` candles. ta4j seeds the directional movements and the index itself at the same candle, so the
/// first values follow single candles; after [#settlesAfter] candles that is forgotten.
public final class Adx {
    private final Ema upMovement;
    private final Ema downMovement;
    private final Ema average;
    private double previousHigh = Double.NaN;
    private double previousLow = Double.NaN;

    public Adx(int length) {
        this.upMovement = Ema.wilder(length);
        this.downMovement = Ema.wilder(length);
        this.average = Ema.wilder(length);
    }

    /// Takes the next candle and returns the value after it.
    public double update(double high, double low) {
        double up = high - previousHigh;
        double down = previousLow - low;
        double plus = upMovement.update(up > down && up > 0 ? up : 0);
        double minus = downMovement.update(down > up && down > 0 ? down : 0);
        previousHigh = high;
        previousLow = low;
        double sum = plus + minus;
        return average.update(sum == 0 ? 0 : 100 * Math.abs(plus - minus) / sum);
    }

    public double value() {
        return average.value();
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
}
