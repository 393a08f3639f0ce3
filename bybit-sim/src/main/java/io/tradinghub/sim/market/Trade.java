package io.tradinghub.sim.market;

/// One public trade. `sequence` counts from 0 within its candle.
public record Trade(long timeMillis, double price, double size, Taker taker, int sequence) {

    /// The side of the incoming order.
    public enum Taker {
        /// Lifted the ask.
        BUY,
        /// Hit the bid.
        SELL
    }
}
