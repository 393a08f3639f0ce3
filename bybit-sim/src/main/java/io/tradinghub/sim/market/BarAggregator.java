package io.tradinghub.sim.market;

import java.util.Optional;

/// Aggregates consecutive candles into one. Compensated sums (Neumaier 1974) keep rounding errors out of months of
/// minutes.
///
/// Not thread-safe.
final class BarAggregator {
    private final double[] sums = new double[2];
    private final double[] errors = new double[2];
    private Optional<Bar> prices = Optional.empty();

    void add(Bar bar) {
        prices = Optional.of(prices.isPresent() ? prices.get().then(bar) : bar);
        add(0, bar.volume());
        add(1, bar.turnover());
    }

    /// The aggregate as a candle that opens at `openMillis`; empty if nothing was added. A single candle keeps its
    /// numbers.
    Optional<Bar> at(long openMillis) {
        return prices
                .map(bar -> new Bar(openMillis, bar.open(), bar.high(), bar.low(), bar.close(), sums[0] + errors[0],
                        sums[1] + errors[1]));
    }

    private void add(int which, double value) {
        double sum = sums[which] + value;
        boolean sumIsLarger = Math.abs(sums[which]) >= Math.abs(value);
        errors[which] += sumIsLarger ? (sums[which] - sum) + value : (value - sum) + sums[which];
        sums[which] = sum;
    }
}
