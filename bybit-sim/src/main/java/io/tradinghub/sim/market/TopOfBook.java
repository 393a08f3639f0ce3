package io.tradinghub.sim.market;

/// The best bid, the best ask and the last price of one instrument.
///
/// `version` changes exactly when a price or size changes.
public record TopOfBook(double lastPrice, double bidPrice, double bidSize, double askPrice, double askSize,
        long version) {}
