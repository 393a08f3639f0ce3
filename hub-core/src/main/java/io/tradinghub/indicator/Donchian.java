package io.tradinghub.indicator;

/// Donchian channel: the highest high and lowest low of the last `length` candles, the newest among them: ta4j's
/// `DonchianChannelUpper/LowerIndicator`, but `NaN` where ta4j uses fewer candles. Warm-up: `length`.
///
/// Windows are put together from blocks as in [Sma].
public final class Donchian {
    private final int length;
    private final double[] highs;
    private final double[] lows;
    private final double[] suffixHigh;
    private final double[] suffixLow;
    private double prefixHigh = Double.NEGATIVE_INFINITY;
    private double prefixLow = Double.POSITIVE_INFINITY;
    private int position;
    private boolean ready;
    private double upper = Double.NaN;
    private double lower = Double.NaN;

    public Donchian(int length) {
        this.length = Length.atLeast(1, length);
        this.highs = new double[length];
        this.lows = new double[length];
        this.suffixHigh = new double[length + 1];
        this.suffixLow = new double[length + 1];
        suffixHigh[length] = Double.NEGATIVE_INFINITY;
        suffixLow[length] = Double.POSITIVE_INFINITY;
    }

    public void update(double high, double low) {
        highs[position] = high;
        lows[position] = low;
        position++;
        prefixHigh = Math.max(prefixHigh, high);
        prefixLow = Math.min(prefixLow, low);
        ready |= position == length;
        if (ready) {
            upper = Math.max(prefixHigh, suffixHigh[position]);
            lower = Math.min(prefixLow, suffixLow[position]);
        }
        if (position == length) {
            startBlock();
        }
    }

    public double upper() {
        return upper;
    }

    public double lower() {
        return lower;
    }

    public double middle() {
        return (upper + lower) / 2;
    }

    public boolean isReady() {
        return ready;
    }

    /// Candles until the first value.
    public int warmUp() {
        return length;
    }

    private void startBlock() {
        for (int i = length - 1; i > 0; i--) {
            suffixHigh[i] = Math.max(suffixHigh[i + 1], highs[i]);
            suffixLow[i] = Math.min(suffixLow[i + 1], lows[i]);
        }
        prefixHigh = Double.NEGATIVE_INFINITY;
        prefixLow = Double.POSITIVE_INFINITY;
        position = 0;
    }
}
