package io.tradinghub.sim.market;

/// The best prices of one instrument and the last trade at a moment.
///
/// `version` changes whenever any price or size does, and never otherwise.
public record TopOfBook(double lastPrice, double bidPrice, double bidSize, double askPrice, double askSize, long version) {}
