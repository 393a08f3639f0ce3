package io.tradinghub.indicator;

/// Average true range with Wilder's smoothing: ta4j's `ATRIndicator`. Warm-up: `length + 1` candles, the seed being one
/// single true range.
public final class Atr {
    private final Ema average;
    private double previousClose = Double.NaN;

    public Atr(int length) {
        this.average = Ema.wilder(length);
    }

    /// Takes the next candle and returns the value after it.
    public double update(double high, double low, double close) {
        double range = TrueRange.of(high, low, previousClose);
        previousClose = close;
        return average.update(range);
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

    /// Candles until the seed no longer matters, see [Ema#settlesAfter].
    public int settlesAfter() {
        return average.settlesAfter();
    }
}
