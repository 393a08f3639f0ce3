package io.tradinghub.indicator;

/// Mean and population standard deviation (divisor `length`) of the last `length` inputs: ta4j's
/// `StandardDeviationIndicator`, but `NaN` where ta4j uses fewer inputs. Warm-up: `length`.
///
/// Windows are put together from blocks as in [Sma]. Each part carries its mean and sum of squared deviations, and two
/// parts are merged by Chan, Golub and LeVeque (1979). Inputs are added by Welford's method; the ends of a full block,
/// all made in one go, are summed as distances from the newest input, which is one of them: so neither drift nor
/// cancellation can build up.
public final class StandardDeviation {
    private final int length;
    private final double[] block;
    private final double[] suffixMean;
    private final double[] suffixSquares;
    private final double[] inverse;
    private double prefixMean;
    private double prefixSquares;
    private int position;
    private boolean ready;
    private double mean = Double.NaN;
    private double variance = Double.NaN;

    public StandardDeviation(int length) {
        this.length = Length.atLeast(1, length);
        this.block = new double[length];
        this.suffixMean = new double[length + 1];
        this.suffixSquares = new double[length + 1];
        this.inverse = new double[length + 1];
        for (int count = 1; count <= length; count++) {
            inverse[count] = 1.0 / count;
        }
    }

    /// Takes the next input and returns the standard deviation after it.
    public double update(double input) {
        block[position++] = input;
        double deviation = input - prefixMean;
        prefixMean += deviation * inverse[position];
        prefixSquares += deviation * (input - prefixMean);
        ready |= position == length;
        if (ready) {
            merge();
        }
        if (position == length) {
            startBlock();
        }
        return value();
    }

    /// The mean of the same inputs.
    public double mean() {
        return mean;
    }

    public double value() {
        return Math.sqrt(variance);
    }

    /// The square of the value.
    double variance() {
        return variance;
    }

    public boolean isReady() {
        return ready;
    }

    /// Inputs until the first value.
    public int warmUp() {
        return length;
    }

    private void merge() {
        double older = suffixMean[position];
        double apart = prefixMean - older;
        double share = position * inverse[length];
        mean = older + apart * share;
        double squares = prefixSquares + suffixSquares[position] + apart * apart * share * (length - position);
        variance = squares * inverse[length];
    }

    private void startBlock() {
        double newest = block[length - 1];
        double sum = 0;
        double squares = 0;
        for (int i = length - 1; i > 0; i--) {
            double distance = block[i] - newest;
            sum += distance;
            squares += distance * distance;
            double apart = sum * inverse[length - i];
            double inner = squares - sum * apart;
            suffixMean[i] = newest + apart;
            suffixSquares[i] = inner > 0 ? inner : 0;
        }
        prefixMean = 0;
        prefixSquares = 0;
        position = 0;
    }
}
