package io.tradinghub.indicator;

/// Bollinger bands: the mean of the last `length` inputs, and the bands `width` population standard deviations above
/// and below it. Equal to ta4j's `BollingerBandsMiddle/Upper/LowerIndicator` over `SMAIndicator` and
/// `StandardDeviationIndicator`. Warm-up: `length`.
public final class Bollinger {
    private final StandardDeviation deviation;
    private final double width;

    public Bollinger(int length, double width) {
        if (!(width > 0 && width < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("band width must be positive, got %s".formatted(width));
        }
        this.deviation = new StandardDeviation(length);
        this.width = width;
    }

    public void update(double input) {
        deviation.update(input);
    }

    public double middle() {
        return deviation.mean();
    }

    public double upper() {
        return deviation.mean() + width * deviation.value();
    }

    public double lower() {
        return deviation.mean() - width * deviation.value();
    }

    public boolean isReady() {
        return deviation.isReady();
    }

    /// Inputs until the first value.
    public int warmUp() {
        return deviation.warmUp();
    }
}
