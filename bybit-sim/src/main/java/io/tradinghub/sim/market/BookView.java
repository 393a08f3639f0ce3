package io.tradinghub.sim.market;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

import io.tradinghub.sim.market.Trade.Taker;

/// Derives an order book from a tape: the last trade hit one side of a one-tick spread; sizes are synthetic and a pure
/// function of time.
///
/// Sizes change while there are trades; the book stands still through a minute without any. Thread-safe.
public final class BookView {
    private static final long SIZE_CHANGE_MILLIS = 700;
    private static final long MIN_LEVEL_MILLIS = 4_000;
    private static final double LEVEL_PROBABILITY = 0.65;
    private static final double LEVEL_VALUE = 60_000;
    private final Tape tape;
    private final BigDecimal tick;
    private final double step;
    private final long key;
    private final AtomicReference<Optional<BookVersion>> streamed = new AtomicReference<>(Optional.empty());

    /// The time of a book and its update id.
    ///
    /// Update ids start from market time in milliseconds. A book changes less than once per millisecond, so later ids
    /// are never lower.
    public record BookVersion(long millis, long updateId) {}

    /// The last trade, with a number that changes whenever the sizes change.
    private record LastTrade(double price, Taker taker, long version) {}

    public BookView(Tape tape) {
        this.tape = tape;
        this.tick = tape.listing().tickSize();
        this.step = tape.listing().quantityStep().doubleValue();
        this.key = tape.listing().id().toString().hashCode();
    }

    /// The best prices; empty before the tape's first candle. After the tape's end they stay as they were.
    public Optional<TopOfBook> top(long nowMillis) {
        return lastTrade(Math.min(nowMillis, tape.endMillis() - 1)).map(this::top);
    }

    /// The book at this time with `depth` levels on each side; the first levels are those of [#top].
    public Optional<Book> book(long nowMillis, int depth) {
        return top(nowMillis).map(top -> new Book(side(top.bidPrice(), top.bidSize(), -1, depth, nowMillis),
                side(top.askPrice(), top.askSize(), 1, depth, nowMillis)));
    }

    /// The version that REST returns now: the last one of the 1,000-level stream while it has subscribers, so that its
    /// deltas continue from it.
    public BookVersion restVersion(long nowMillis) {
        return streamed.get().orElse(new BookVersion(nowMillis, nowMillis));
    }

    /// Called by the 1,000-level stream: the version that it has just sent, or empty when it ends.
    public void setStreamed(Optional<BookVersion> version) {
        streamed.set(version);
    }

    /// Behind the best price about two in three prices have a size, which stays for several seconds.
    private List<Book.Level> side(double bestPrice, double bestSize, int direction, int depth, long nowMillis) {
        List<Book.Level> levels = new ArrayList<>(depth);
        levels.add(new Book.Level(bestPrice, bestSize));
        long best = BigDecimal.valueOf(bestPrice).divide(tick, 0, RoundingMode.HALF_UP).longValueExact();
        for (long ticks = best + direction; ticks > 0 && levels.size() < depth; ticks += direction) {
            HashRandom random = HashRandom.of(key, 3, ticks);
            if (random.nextUnit() < LEVEL_PROBABILITY) {
                long lifetime = MIN_LEVEL_MILLIS + (long) (random.nextUnit() * MIN_LEVEL_MILLIS);
                double price = BigDecimal.valueOf(ticks).multiply(tick).doubleValue();
                levels.add(new Book.Level(price, size(price, HashRandom.of(key, 4 + ticks, nowMillis / lifetime))));
            }
        }
        return levels;
    }

    private TopOfBook top(LastTrade trade) {
        double below = onGrid(trade.price, RoundingMode.FLOOR, 0);
        double above = onGrid(trade.price, RoundingMode.CEILING, 0);
        boolean lifted = trade.taker == Taker.BUY;
        double ask = lifted ? above : onGrid(trade.price, RoundingMode.FLOOR, 1);
        double bid = lifted ? onGrid(trade.price, RoundingMode.CEILING, -1) : below;
        return new TopOfBook(trade.price, bid, size(trade, 1), ask, size(trade, 2), trade.version);
    }

    private Optional<LastTrade> lastTrade(long nowMillis) {
        long base = tape.baseMillis();
        long open = Math.floorDiv(nowMillis, base) * base;
        Optional<Bar> bar = tape.bar(open);
        List<Trade> trades = tape.trades(open);
        Optional<Trade> last = Optional.empty();
        for (Trade trade : trades) {
            if (trade.timeMillis() <= nowMillis) {
                last = Optional.of(trade);
            }
        }
        if (last.isPresent()) {
            Trade trade = last.get();
            long sizePeriod = (nowMillis - open) / SIZE_CHANGE_MILLIS;
            return Optional.of(
                    new LastTrade(trade.price(), trade.taker(), (open + trade.sequence()) * 1_000_003 + sizePeriod));
        }
        if (bar.isPresent()) {
            return Optional.of(new LastTrade(bar.get().open(), Taker.BUY, open));
        }
        return tape.barBefore(open).map(before -> new LastTrade(before.close(), Taker.BUY, before.openMillis()));
    }

    private double onGrid(double price, RoundingMode mode, int ticksAside) {
        BigDecimal ticks = BigDecimal.valueOf(price).divide(tick, 0, mode).add(BigDecimal.valueOf(ticksAside));
        return ticks.max(BigDecimal.ONE).multiply(tick).doubleValue();
    }

    private double size(LastTrade trade, long side) {
        return size(trade.price, HashRandom.of(key, side, trade.version));
    }

    private double size(double price, HashRandom random) {
        double value = LEVEL_VALUE * StrictMath.exp(1.2 * random.nextNormal());
        double steps = Math.max(1, Math.round(value / price / step));
        return BigDecimal.valueOf(steps).multiply(tape.listing().quantityStep()).doubleValue();
    }
}
