package io.tradinghub.indicator;

/// Relative strength index, 0 to 100, with Wilder's smoothing of gains and losses: ta4j's `RSIIndicator`. Without
/// losses it is 100, and without any movement 0 (ta4j's choice). Warm-up: `length + 1` inputs, the seeds being one
/// single gain and loss.
public final class Rsi {
    private final Ema gain;
    private final Ema loss;
    private double previous = Double.NaN;
    private double value = Double.NaN;

    public Rsi(int length) {
        this.gain = Ema.wilder(length);
        this.loss = Ema.wilder(length);
    }

    /// Takes the next input and returns the value after it.
    public double update(double input) {
        double change = input - previous;
        previous = input;
        double up = gain.update(Math.max(change, 0));
        double down = loss.update(Math.max(-change, 0));
        value = up + down == 0 ? 0 : 100 * (up / (up + down));
        return value;
    }

    public double value() {
        return value;
    }

    public boolean isReady() {
        return gain.isReady();
    }

    /// Inputs until the first value.
    public int warmUp() {
        return gain.warmUp();
    }

    /// Inputs until the seed no longer matters, see [Ema#settlesAfter].
    public int settlesAfter() {
        return gain.settlesAfter();
    }
}
