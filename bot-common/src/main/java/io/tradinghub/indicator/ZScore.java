package io.tradinghub.indicator;

/// How many population standard deviations the newest input stands from the mean of the last `length` inputs, itself among them: ta4j's
/// `SigmaIndicator`. 0 where all inputs are equal (ta4j: `NaN`). Warm-up: `length`.
public final class ZScore {
    private final StandardDeviation deviation;
    private double value = Double.NaN;

    public ZScore(int length) {
        this.deviation = new StandardDeviation(Length.atLeast(2, length));
    }

    /// Takes the next input and returns its z-score.
    public double update(double input) {
        double sigma = deviation.update(input);
        value = sigma == 0 ? 0 : (input - deviation.mean()) / sigma;
        return value;
    }

    public double value() {
        return value;
    }

    /// The mean of the same inputs.
    public double mean() {
        return deviation.mean();
    }

    /// The standard deviation of the same inputs.
    public double standardDeviation() {
        return deviation.value();
    }

    public boolean isReady() {
        return deviation.isReady();
    }

    /// Inputs until the first value.
    public int warmUp() {
        return deviation.warmUp();
    }
}
