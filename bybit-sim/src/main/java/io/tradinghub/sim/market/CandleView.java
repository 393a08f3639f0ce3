package io.tradinghub.sim.market;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Builds the candles of every interval from a tape, as they were at a given time, open ones included.
///
/// A closed candle of the base length is the tape's own. Longer ones are aggregated from base candles; whatever covers
/// a base candle only in part is built from its trades. Thread-safe.
public final class CandleView {
    private static final int MAX_CACHED_CANDLES = 8_000;
    private static final long DAY = 86_400_000;
    private final Tape tape;
    /// The aggregate that each interval continues from; a thread removes it while adding to it.
    private final Map<KlineInterval, PartialAggregate> partials = new ConcurrentHashMap<>();
    private final Map<Key, Bar> cache = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Bar> eldest) {
            return size() > MAX_CACHED_CANDLES;
        }
    };

    private record Key(KlineInterval interval, long openMillis) {}

    /// The whole base candles of one candle, aggregated up to `until`.
    private static final class PartialAggregate {
        private final long openMillis;
        private final BarAggregator sum = new BarAggregator();
        private long until;

        PartialAggregate(long openMillis, long firstMillis) {
            this.openMillis = openMillis;
            this.until = firstMillis;
        }

        static PartialAggregate later(PartialAggregate one, PartialAggregate other) {
            return one.openMillis > other.openMillis ? one : other;
        }
    }

    public CandleView(Tape tape) {
        this.tape = tape;
    }

    public Tape tape() {
        return tape;
    }

    /// The candle of this interval that opens at `openMillis`, with the trades up to and including `nowMillis`.
    ///
    /// Empty outside the tape, in its gaps, and before the candle opens.
    public Optional<Bar> candle(KlineInterval interval, long openMillis, long nowMillis) {
        if (nowMillis < openMillis) {
            return Optional.empty();
        }
        long close = interval.next(openMillis);
        if (nowMillis < close) {
            return aggregate(interval, openMillis, nowMillis);
        }
        return close - openMillis == tape.baseMillis() ? tape.bar(openMillis) : closed(interval, openMillis);
    }

    /// The trades after `fromMillis` up to and including `toMillis`, in order.
    public List<Trade> trades(long fromMillis, long toMillis) {
        List<Trade> found = new ArrayList<>();
        long base = tape.baseMillis();
        long first = Math.max(tape.firstOpenMillis(), Math.floorDiv(fromMillis, base) * base);
        for (long open = first; open <= toMillis && open < tape.endMillis(); open += base) {
            for (Trade trade : tape.trades(open)) {
                if (trade.timeMillis() > fromMillis && trade.timeMillis() <= toMillis) {
                    found.add(trade);
                }
            }
        }
        return found;
    }

    /// Caches closed candles, since a day aggregates 1,440 minutes. Aggregates outside the lock, so that no other
    /// thread waits while a year is built.
    private Optional<Bar> closed(KlineInterval interval, long openMillis) {
        Key key = new Key(interval, openMillis);
        synchronized (cache) {
            Bar known = cache.get(key);
            if (known != null) {
                return Optional.of(known);
            }
        }
        Optional<Bar> sum = aggregate(interval, openMillis, interval.next(openMillis) - 1);
        synchronized (cache) {
            sum.ifPresent(bar -> cache.put(key, bar));
        }
        return sum;
    }

    /// The candle up to and including `lastMillis`, which lies within it: aggregates the base candles that it covers
    /// completely, and the trades of those that its open, its close or `lastMillis` splits.
    private Optional<Bar> aggregate(KlineInterval interval, long openMillis, long lastMillis) {
        long base = tape.baseMillis();
        long firstOpen = Math.floorDiv(openMillis, base) * base;
        long firstWhole = firstOpen == openMillis ? openMillis : firstOpen + base;
        long lastOpen = Math.floorDiv(lastMillis + 1, base) * base;
        Optional<Bar> sum = Optional.empty();
        if (firstOpen < openMillis) {
            sum = split(firstOpen, openMillis, lastMillis);
        }
        if (firstWhole < lastOpen) {
            sum = join(sum, wholeCandles(interval, openMillis, firstWhole, lastOpen));
        }
        if (firstWhole <= lastOpen && lastOpen <= lastMillis) {
            sum = join(sum, split(lastOpen, lastOpen, lastMillis));
        }
        return sum.map(bar -> round(openMillis, bar));
    }

    private Optional<Bar> wholeCandles(KlineInterval interval, long openMillis, long first, long until) {
        PartialAggregate partial = takePartial(interval, openMillis).filter(known -> known.until <= until)
                .orElseGet(() -> new PartialAggregate(openMillis, Math.max(first, tape.firstOpenMillis())));
        while (partial.until < until) {
            boolean wholeDay = interval.compareTo(KlineInterval.D1) > 0 && partial.until % DAY == 0
                    && partial.until + DAY <= until;
            Optional<Bar> next = wholeDay ? candle(KlineInterval.D1, partial.until, until) : tape.bar(partial.until);
            next.ifPresent(partial.sum::add);
            partial.until += wholeDay ? DAY : tape.baseMillis();
        }
        Optional<Bar> sum = partial.sum.at(openMillis);
        partials.merge(interval, partial, PartialAggregate::later);
        return sum;
    }

    private Optional<PartialAggregate> takePartial(KlineInterval interval, long openMillis) {
        return Optional.ofNullable(partials.get(interval))
                .filter(known -> known.openMillis == openMillis && partials.remove(interval, known));
    }

    private static Optional<Bar> join(Optional<Bar> earlier, Optional<Bar> later) {
        if (earlier.isPresent() && later.isPresent()) {
            return Optional.of(earlier.get().then(later.get()));
        }
        return earlier.isPresent() ? earlier : later;
    }

    /// The base candle that opens at `openMillis`, as it was at `nowMillis`.
    Optional<Bar> base(long openMillis, long nowMillis) {
        return split(openMillis, openMillis, nowMillis);
    }

    /// The part of the base candle opening at `baseOpen` that traded from `openMillis` to `lastMillis`, both inclusive.
    private Optional<Bar> split(long baseOpen, long openMillis, long lastMillis) {
        return tape.bar(baseOpen).map(bar -> split(bar, openMillis, lastMillis));
    }

    /// Rounds off the errors of double sums.
    private static Bar round(long openMillis, Bar bar) {
        return new Bar(openMillis, bar.open(), bar.high(), bar.low(), bar.close(), EightDecimals.round(bar.volume()),
                EightDecimals.round(bar.turnover()));
    }

    /// Opens at the last price before `openMillis` and gets the turnover in proportion to its trades.
    private Bar split(Bar bar, long openMillis, long lastMillis) {
        List<Trade> trades = tape.trades(bar.openMillis());
        double open = bar.open();
        for (Trade trade : trades) {
            open = trade.timeMillis() < openMillis ? trade.price() : open;
        }
        Bar sum = Bar.flat(openMillis, open);
        double allTraded = 0;
        for (Trade trade : trades) {
            double value = trade.price() * trade.size();
            allTraded += value;
            if (trade.timeMillis() >= openMillis && trade.timeMillis() <= lastMillis) {
                sum = sum.then(
                        new Bar(openMillis, trade.price(), trade.price(), trade.price(), trade.price(), trade.size(),
                                value));
            }
        }
        double share = allTraded > 0 ? sum.turnover() / allTraded : 0;
        return new Bar(openMillis, open, sum.high(), sum.low(), sum.close(), sum.volume(), bar.turnover() * share);
    }
}
