package io.tradinghub.indicator;

/// The range of a candle with the gap to the close before it: `max(high, previous close) - min(low, previous close)`.
final class TrueRange {

    private TrueRange() {}

    static double of(double high, double low, double previousClose) {
        return Math.max(high, previousClose) - Math.min(low, previousClose);
    }
}
