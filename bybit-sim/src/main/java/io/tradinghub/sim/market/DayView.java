package io.tradinghub.sim.market;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/// Computes the 24-hour statistics of one tape from whole base candles and the open one. Thread-safe.
public final class DayView {
    private static final long DAY = 86_400_000;
    private static final long HOUR = 3_600_000;
    private final Tape tape;
    private final AtomicReference<Closed> closed = new AtomicReference<>();

    /// High, low and sums of the last 24 hours, and the prices 24 hours and one hour ago.
    public record Stats(double high, double low, double volume, double turnover, double priceDayAgo,
            double priceHourAgo) {}

    private record Closed(long openMillis, Optional<Bar> sum, double priceHourAgo) {}

    public DayView(Tape tape) {
        this.tape = tape;
    }

    /// The statistics at the time of `open`, the base candle that is still open.
    public Stats stats(Bar open) {
        Closed before = closedBefore(open.openMillis());
        Bar all = before.sum.map(bar -> bar.then(open)).orElse(open);
        return new Stats(all.high(), all.low(), all.volume(), all.turnover(), all.open(), before.priceHourAgo);
    }

    private Closed closedBefore(long openMillis) {
        Closed known = closed.get();
        if (known != null && known.openMillis == openMillis) {
            return known;
        }
        BarAggregator all = new BarAggregator();
        double hourAgo = Double.NaN;
        long first = Math.max(tape.firstOpenMillis(), openMillis - DAY);
        for (long at = first; at < openMillis; at += tape.baseMillis()) {
            Optional<Bar> bar = tape.bar(at);
            bar.ifPresent(all::add);
            if (Double.isNaN(hourAgo) && at >= openMillis - HOUR) {
                hourAgo = bar.map(Bar::open).orElse(Double.NaN);
            }
        }
        Optional<Bar> sum = all.at(first);
        double dayAgo = sum.map(Bar::open).orElseGet(() -> tape.bar(openMillis).map(Bar::open).orElse(1.0));
        Closed computed = new Closed(openMillis, sum, Double.isNaN(hourAgo) ? dayAgo : hourAgo);
        closed.set(computed);
        return computed;
    }
}
