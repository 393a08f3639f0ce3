package io.tradinghub.sim.market;

/// One public trade. `taker` is the side of whoever did not wait. `sequence` counts within its candle from 0.
public record Trade(long timeMillis, double price, double size, Taker taker, int sequence) {

    /// The side of the order that came second.
    public enum Taker {
        /// Lifted the ask.
        BUY,
        /// Hit the bid.
        SELL
    }
}
