package io.tradinghub.sim.market;

import java.util.Optional;

/// Adds up candles that follow each other, with compensated sums (Neumaier 1974), so that months of minutes leave no
/// noise.
///
/// Not thread-safe.
final class BarAggregator {
    private final double[] sums = new double[2];
    private final double[] errors = new double[2];
    private Optional<Bar> shape = Optional.empty();

    void add(Bar bar) {
        shape = Optional.of(shape.isPresent() ? shape.get().then(bar) : bar);
        add(0, bar.volume());
        add(1, bar.turnover());
    }

    /// All that was added as one candle that opens at `openMillis`; empty if nothing was. One candle alone keeps its
    /// numbers.
    Optional<Bar> at(long openMillis) {
        return shape.map(bar -> new Bar(openMillis, bar.open(), bar.high(), bar.low(), bar.close(), sums[0] + errors[0],
                sums[1] + errors[1]));
    }

    private void add(int which, double value) {
        double sum = sums[which] + value;
        boolean sumIsLarger = Math.abs(sums[which]) >= Math.abs(value);
        errors[which] += sumIsLarger ? (sums[which] - sum) + value : (value - sum) + sums[which];
        sums[which] = sum;
    }
}
