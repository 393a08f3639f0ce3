package io.tradinghub.indicator;

/// Exponential moving average: `value += weight * (input - value)`.
///
/// Seeded as ta4j does: the first `length` inputs are skipped and the next one is the first value, so the warm-up is
/// `length + 1`. The seed is one single price and is forgotten only slowly; after [#settlesAfter] inputs it no longer
/// matters.
public final class Ema {
    private static final double NEGLIGIBLE_WEIGHT = 1e-6;

    private final double weight;
    private final int warmUp;
    private int missing;
    private double value = Double.NaN;

    private Ema(int length, double weight) {
        this.weight = weight;
        this.warmUp = length + 1;
        this.missing = warmUp;
    }

    /// Weight `2 / (length + 1)`: ta4j's `EMAIndicator`.
    public static Ema ofLength(int length) {
        return new Ema(Length.atLeast(1, length), 2.0 / (length + 1));
    }

    /// Weight `1 / length`, Wilder's smoothing: ta4j's `MMAIndicator`.
    public static Ema wilder(int length) {
        return new Ema(Length.atLeast(1, length), 1.0 / length);
    }

    /// Takes the next input and returns the value after it.
    public double update(double input) {
        if (missing > 0) {
            missing--;
            if (missing == 0) {
                value = input;
            }
        } else {
            value += (input - value) * weight;
        }
        return value;
    }

    public double value() {
        return value;
    }

    public boolean isReady() {
        return missing == 0;
    }

    /// Inputs until the first value.
    public int warmUp() {
        return warmUp;
    }

    /// Inputs until the seed weighs less than a millionth, so that two averages started at different times agree.
    public int settlesAfter() {
        return weight == 1 ? warmUp : warmUp + (int) Math.ceil(Math.log(NEGLIGIBLE_WEIGHT) / Math.log1p(-weight));
    }
}
