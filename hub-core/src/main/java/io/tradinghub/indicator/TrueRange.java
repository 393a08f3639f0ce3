package io.tradinghub.indicator;

/// The range of a candle with the gap to the close before it: `max(high, previous close) - min(low, previous close)`.
final class TrueRange {

    private TrueRange() {}

    /// `NaN` where the previous close is. Plain comparisons, which cost less than `Math.max` with its rules for zeros.
    static double of(double high, double low, double previousClose) {
        double top = high > previousClose ? high : previousClose;
        double bottom = low < previousClose ? low : previousClose;
        return top - bottom;
    }
}
