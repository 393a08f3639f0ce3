package io.tradinghub.sim.market;

/// One candle; the owner knows its length. Volume is in base coin, turnover in quote coin.
public record Bar(long openMillis, double open, double high, double low, double close, double volume, double turnover) {

    /// A candle without trades.
    public static Bar flat(long openMillis, double price) {
        return new Bar(openMillis, price, price, price, price, 0, 0);
    }

    /// Merges this candle with the next one.
    Bar then(Bar next) {
        return new Bar(openMillis, open, Math.max(high, next.high), Math.min(low, next.low), next.close,
                volume + next.volume,
                turnover + next.turnover);
    }
}
