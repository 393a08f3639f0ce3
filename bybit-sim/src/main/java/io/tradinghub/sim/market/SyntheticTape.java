package io.tradinghub.sim.market;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;

import io.tradinghub.market.Category;
import io.tradinghub.sim.market.Trade.Taker;

/// Minute candles built from trades that follow a coin's fair price. Each opens at the previous close; a minute without
/// trades is flat.
///
/// Builds whole days on demand. A day does not need the previous one, because every day's last minute has a trade whose
/// price is a pure function of the day. Prices and sizes are computed in whole ticks and steps.
final class SyntheticTape implements Tape {
    private static final long MINUTE = 60_000;
    private static final int MAX_CACHED_DAYS = 40;
    private static final int MAX_TRADES = 40;

    private final long seed;
    private final Listing listing;
    private final PriceWalk walk;
    private final CoinProfile coin;
    private final DoubleUnaryOperator premium;
    private final long firstOpenMillis;
    private final long stream;
    private final Grid prices;
    private final Grid sizes;
    private final Map<Long, Bar[]> days = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Bar[]> eldest) {
            return size() > MAX_CACHED_DAYS;
        }
    };

    /// Converts between doubles and whole steps, so that a double prints as the exact decimal.
    private record Grid(long unitsPerStep, double unitsPerOne) {
        static Grid of(BigDecimal step) {
            BigDecimal plain = step.stripTrailingZeros();
            int scale = Math.max(0, plain.scale());
            return new Grid(plain.movePointRight(scale).longValueExact(), StrictMath.pow(10, scale));
        }

        long stepsIn(double value) {
            return Math.round(value * unitsPerOne / unitsPerStep);
        }

        double value(long steps) {
            return steps * unitsPerStep / unitsPerOne;
        }
    }

    /// @param premium of this instrument over the coin's fair price, by time in minutes since the epoch
    SyntheticTape(long seed, Listing listing, CoinProfile coin, PriceWalk walk, DoubleUnaryOperator premium,
            long firstOpenMillis) {
        this.seed = seed;
        this.listing = listing;
        this.coin = coin;
        this.walk = walk;
        this.premium = premium;
        this.firstOpenMillis = firstOpenMillis;
        this.stream = coin.stream() + (listing.id().category() == Category.SPOT ? 200 : 300);
        this.prices = Grid.of(listing.tickSize());
        this.sizes = Grid.of(listing.quantityStep());
    }

    @Override
    public Listing listing() {
        return listing;
    }

    @Override
    public long baseMillis() {
        return MINUTE;
    }

    @Override
    public long firstOpenMillis() {
        return firstOpenMillis;
    }

    @Override
    public long endMillis() {
        return Long.MAX_VALUE;
    }

    @Override
    public Optional<Bar> bar(long openMillis) {
        if (openMillis < firstOpenMillis) {
            return Optional.empty();
        }
        long minute = openMillis / MINUTE;
        long day = Math.floorDiv(minute, PriceWalk.MINUTES_PER_DAY);
        synchronized (days) {
            Bar[] bars = days.get(day);
            if (bars == null) {
                bars = build(day);
                days.put(day, bars);
            }
            return Optional.of(bars[(int) (minute - day * PriceWalk.MINUTES_PER_DAY)]);
        }
    }

    @Override
    public Optional<Bar> barBefore(long openMillis) {
        return bar(openMillis - MINUTE);
    }

    @Override
    public List<Trade> trades(long openMillis) {
        if (openMillis < firstOpenMillis) {
            return List.of();
        }
        long minute = openMillis / MINUTE;
        PriceWalk.Minute fair = walk.minute(minute);
        int count = tradeCount(minute, fair.activity());
        List<Trade> trades = new ArrayList<>(count);
        HashRandom random = HashRandom.of(seed, stream + 1, minute);
        double sizeMean = coin.tradeValue() / coin.price() * Math.sqrt(fair.activity());
        for (int i = 0; i < count; i++) {
            boolean last = i == count - 1;
            double fraction = (i + random.nextUnit()) / count;
            Taker taker = random.nextUnit() < 0.5 ? Taker.BUY : Taker.SELL;
            long ticks = ticksAt(minute, fair, last ? 1 : fraction, taker == Taker.BUY ? 0.5 : -0.5);
            double size = sizeMean * StrictMath.exp(1.1 * random.nextNormal() - 0.6);
            long time = openMillis + Math.min(MINUTE - 1, (long) (fraction * MINUTE));
            trades.add(new Trade(time, prices.value(ticks), sizes.value(Math.max(1, sizes.stepsIn(size))), taker, i));
        }
        return trades;
    }

    private Bar[] build(long day) {
        long first = day * PriceWalk.MINUTES_PER_DAY;
        List<Trade> before = trades((first - 1) * MINUTE);
        double open = before.isEmpty()
                ? prices.value(ticksAt(first, walk.minute(first), 0, 0))
                : before.getLast().price();
        Bar[] bars = new Bar[PriceWalk.MINUTES_PER_DAY];
        for (int k = 0; k < bars.length; k++) {
            bars[k] = candle((first + k) * MINUTE, open);
            open = bars[k].close();
        }
        return bars;
    }

    private Bar candle(long openMillis, double open) {
        double high = open;
        double low = open;
        double close = open;
        long volumeSteps = 0;
        long turnoverUnits = 0;
        for (Trade trade : trades(openMillis)) {
            close = trade.price();
            high = Math.max(high, close);
            low = Math.min(low, close);
            long steps = sizes.stepsIn(trade.size());
            volumeSteps += steps;
            turnoverUnits += steps * sizes.unitsPerStep * prices.stepsIn(close) * prices.unitsPerStep;
        }
        double turnover = turnoverUnits / (sizes.unitsPerOne * prices.unitsPerOne);
        return new Bar(openMillis, open, high, low, close, sizes.value(volumeSteps), turnover);
    }

    private long ticksAt(long minute, PriceWalk.Minute fair, double fraction, double ticksAside) {
        double log = fair.logAt(fraction) + premium.applyAsDouble(minute + fraction);
        double tick = prices.value(1);
        return Math.max(1, Math.round(StrictMath.exp(log) / tick + ticksAside * 0.999));
    }

    private int tradeCount(long minute, double activity) {
        HashRandom random = HashRandom.of(seed, stream, minute);
        boolean lastOfDay = Math.floorMod(minute, PriceWalk.MINUTES_PER_DAY) == PriceWalk.MINUTES_PER_DAY - 1;
        if (activity < 0.3 && random.nextUnit() < 0.5) {
            return lastOfDay ? 1 : 0;
        }
        return Math.clamp((long) (activity * random.nextBetween(4, 16)), 1, MAX_TRADES);
    }
}
