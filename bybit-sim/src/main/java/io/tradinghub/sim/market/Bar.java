package io.tradinghub.sim.market;

/// What traded from `openMillis` on, over a length the owner knows. Volume in base coin, turnover in quote coin.
public record Bar(long openMillis, double open, double high, double low, double close, double volume, double turnover) {

    /// A candle in which nothing traded yet.
    public static Bar flat(long openMillis, double price) {
        return new Bar(openMillis, price, price, price, price, 0, 0);
    }

    /// This candle and the one right after it as one.
    Bar then(Bar next) {
        return new Bar(openMillis, open, Math.max(high, next.high), Math.min(low, next.low), next.close,
                volume + next.volume,
                turnover + next.turnover);
    }
}
