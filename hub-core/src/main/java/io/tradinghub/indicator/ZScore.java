package io.tradinghub.indicator;

/// How many population standard deviations the newest input stands from the mean of the last `length` inputs, itself
/// among them: ta4j's `SigmaIndicator`. 0 where all inputs are equal (ta4j: `NaN`). Warm-up: `length`.
public final class ZScore {
    private final StandardDeviation deviation;
    private double distance = Double.NaN;

    public ZScore(int length) {
        this.deviation = new StandardDeviation(Length.atLeast(2, length));
    }

    /// Takes the next input and returns its z-score.
    public double update(double input) {
        deviation.update(input);
        distance = input - deviation.mean();
        return value();
    }

    public double value() {
        double sigma = deviation.value();
        return sigma == 0 ? 0 : distance / sigma;
    }

    /// Whether the newest input stands this many standard deviations from the mean or more, on either side: `abs(value)
    /// >= score` for a positive score, without root and division.
    public boolean isBeyond(double score) {
        return distance != 0 && distance * distance >= score * score * deviation.variance();
    }

    /// The newest input less the mean: the z-score's sign, in the unit of the inputs.
    public double distance() {
        return distance;
    }

    /// The mean of the same inputs.
    public double mean() {
        return deviation.mean();
    }

    public boolean isReady() {
        return deviation.isReady();
    }

    /// Inputs until the first value.
    public int warmUp() {
        return deviation.warmUp();
    }
}
