package io.tradinghub.indicator;

/// Arithmetic mean of the last `length` inputs: ta4j's `SMAIndicator`, but `NaN` where ta4j averages fewer. Warm-up:
/// `length`.
///
/// Nothing is ever subtracted from a sum, so there is no drift: inputs come in blocks of `length`, and a window is the
/// end of one block (its suffix sums are made when the block is full) and the start of the next. The same scheme
/// carries [StandardDeviation] and [Donchian].
public final class Sma {
    private final int length;
    private final double[] block;
    private final double[] suffixSum;
    private double prefixSum;
    private int position;
    private boolean ready;
    private double value = Double.NaN;

    public Sma(int length) {
        this.length = Length.atLeast(1, length);
        this.block = new double[length];
        this.suffixSum = new double[length + 1];
    }

    /// Takes the next input and returns the value after it.
    public double update(double input) {
        block[position++] = input;
        prefixSum += input;
        ready |= position == length;
        if (ready) {
            value = (prefixSum + suffixSum[position]) / length;
        }
        if (position == length) {
            startBlock();
        }
        return value;
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

    private void startBlock() {
        for (int i = length - 1; i > 0; i--) {
            suffixSum[i] = suffixSum[i + 1] + block[i];
        }
        prefixSum = 0;
        position = 0;
    }
}
