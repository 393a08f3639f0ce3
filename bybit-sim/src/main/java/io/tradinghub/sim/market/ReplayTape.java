package io.tradinghub.sim.market;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.tradinghub.sim.market.Trade.Taker;

/// The candles of a file, with synthetic trades inside each that start at its open, reach its high and low and end at
/// its close.
///
/// A rising candle goes to its low first, a falling one to its high.
final class ReplayTape implements Tape {
    private static final int TRADES_PER_MINUTE = 12;
    private static final int MAX_TRADES = 60;
    private final Listing listing;
    private final CandleFile candles;
    private final long baseMillis;
    private final double tick;
    private final double step;
    private final long key;

    ReplayTape(Listing listing, CandleFile candles, long baseMillis) {
        this.listing = listing;
        this.candles = candles;
        this.baseMillis = baseMillis;
        this.tick = listing.tickSize().doubleValue();
        this.step = listing.quantityStep().doubleValue();
        this.key = listing.id().toString().hashCode();
    }

    @Override
    public Listing listing() {
        return listing;
    }

    @Override
    public long baseMillis() {
        return baseMillis;
    }

    @Override
    public long firstOpenMillis() {
        return candles.firstOpenMillis();
    }

    @Override
    public long endMillis() {
        return candles.lastOpenMillis() + baseMillis;
    }

    @Override
    public Optional<Bar> bar(long openMillis) {
        return candles.find(openMillis);
    }

    @Override
    public Optional<Bar> barBefore(long openMillis) {
        return candles.before(openMillis);
    }

    @Override
    public List<Trade> trades(long openMillis) {
        return bar(openMillis).map(this::path).orElse(List.of());
    }

    private List<Trade> path(Bar bar) {
        boolean rose = bar.close() >= bar.open();
        double[] turns = rose
                ? new double[]{bar.open(), bar.low(), bar.high(), bar.close()}
                : new double[]{bar.open(), bar.high(), bar.low(), bar.close()};
        if (bar.volume() == 0 && bar.high() == bar.low()) {
            return List.of();
        }
        HashRandom random = HashRandom.of(key, 7, bar.openMillis());
        int[] legs = legs(turns, (long) Math.floor(bar.volume() / step + 1e-9));
        int count = legs[0] + legs[1] + legs[2];
        double[] sizes = sizes(bar.volume(), count, random);
        List<Trade> trades = new ArrayList<>(count);
        double before = bar.open();
        for (int leg = 0, i = 0; leg < 3; leg++) {
            for (int k = 1; k <= legs[leg]; k++, i++) {
                double price = k == legs[leg]
                        ? turns[leg + 1]
                        : between(turns[leg], turns[leg + 1], (double) k / legs[leg], bar);
                long time = bar.openMillis() + (long) ((i + random.nextUnit()) / count * (baseMillis - 1));
                boolean buys = price == before ? random.nextUnit() < 0.5 : price > before;
                trades.add(new Trade(time, price, sizes[i], buys ? Taker.BUY : Taker.SELL, i));
                before = price;
            }
        }
        return trades;
    }

    /// The number of trades on each of the three legs, in proportion to its length: at least one for each turning
    /// point, and no more than the volume has quantity steps.
    private int[] legs(double[] turns, long steps) {
        double distance = 0;
        int needed = 0;
        for (int leg = 0; leg < 3; leg++) {
            double length = Math.abs(turns[leg + 1] - turns[leg]);
            distance += length;
            needed += length > 0 ? 1 : 0;
        }
        long wanted = Math.min(steps, Math.clamp(TRADES_PER_MINUTE * baseMillis / 60_000, 4, MAX_TRADES));
        int[] legs = new int[3];
        if (needed == 0) {
            legs[2] = (int) Math.max(1, wanted);
            return legs;
        }
        long free = Math.max(0, wanted - needed);
        for (int leg = 0; leg < 3; leg++) {
            double length = Math.abs(turns[leg + 1] - turns[leg]);
            legs[leg] = length > 0 ? 1 + (int) (length / distance * free) : 0;
        }
        return legs;
    }

    /// Splits the volume into whole quantity steps, at least one per trade; the last trade gets the remainder. Splits
    /// it evenly if there are fewer steps than trades.
    private double[] sizes(double volume, int count, HashRandom random) {
        double least = Math.min(step, volume / count);
        double free = volume - least * count;
        double[] weights = new double[count];
        double all = 0;
        for (int i = 0; i < count; i++) {
            weights[i] = 0.1 + random.nextUnit() * random.nextUnit();
            all += weights[i];
        }
        double[] sizes = new double[count];
        double cumulated = 0;
        double given = 0;
        for (int i = 0; i < count - 1; i++) {
            cumulated += weights[i];
            double until = onGrid(Math.floor(free * cumulated / all / step), listing.quantityStep());
            sizes[i] = EightDecimals.round(least + until - given);
            given = until;
        }
        sizes[count - 1] = EightDecimals.round(volume - least * (count - 1) - given);
        return sizes;
    }

    private double between(double from, double to, double fraction, Bar bar) {
        double price = from + (to - from) * fraction;
        return Math.clamp(onGrid((double) Math.round(price / tick), listing.tickSize()), bar.low(), bar.high());
    }

    private static double onGrid(double steps, BigDecimal size) {
        return BigDecimal.valueOf(steps).multiply(size).doubleValue();
    }
}
