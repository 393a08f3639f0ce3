package io.tradinghub.indicator;

/// Mean and population standard deviation (divisor `length`) of the last `length` inputs: ta4j's `StandardDeviationIndicator`, but `NaN`
/// where ta4j uses fewer inputs. Warm-up: `length`.
///
/// Windows are put together from blocks as in [Sma]. Each part carries its mean and sum of squared deviations; inputs are added by
/// Welford's method and two parts are merged by Chan, Golub and LeVeque (1979), so neither drift nor cancellation can build up.
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
    private double value = Double.NaN;

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
        return value;
    }

    /// The mean of the same inputs.
    public double mean() {
        return mean;
    }

    public double value() {
        return value;
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
        value = Math.sqrt(squares * inverse[length]);
    }

    private void startBlock() {
        double blockMean = 0;
        double squares = 0;
        for (int i = length - 1; i > 0; i--) {
            double deviation = block[i] - blockMean;
            blockMean += deviation * inverse[length - i];
            squares += deviation * (block[i] - blockMean);
            suffixMean[i] = blockMean;
            suffixSquares[i] = squares;
        }
        prefixMean = 0;
        prefixSquares = 0;
        position = 0;
    }
}
