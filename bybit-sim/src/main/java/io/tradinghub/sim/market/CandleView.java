package io.tradinghub.sim.market;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// One tape seen at a moment: the candle of any interval as it stood then, still open ones included.
///
/// A closed candle of the tape's own length is the tape's, number for number. Longer ones are folded from those, what
/// is not made of whole ones from their trades.
/// Thread-safe.
public final class CandleView {
    private static final int CANDLES_KEPT = 8_000;
    private static final long DAY = 86_400_000;
    private final Tape tape;
    /// The last candle of each interval that was added up; who adds to one takes it out meanwhile.
    private final Map<KlineInterval, PartialAggregate> folds = new ConcurrentHashMap<>();
    private final Map<Key, Bar> remembered = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Bar> eldest) {
            return size() > CANDLES_KEPT;
        }
    };

    private record Key(KlineInterval interval, long openMillis) {}

    /// Whole base candles of one interval folded up to `until`.
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

    /// The candle of this interval that opens at `openMillis`, of what traded up to and including `nowMillis`.
    ///
    /// Empty outside of the tape, in its gaps, and before the candle opened.
    public Optional<Bar> candle(KlineInterval interval, long openMillis, long nowMillis) {
        if (nowMillis < openMillis) {
            return Optional.empty();
        }
        long close = interval.next(openMillis);
        if (nowMillis < close) {
            return folded(interval, openMillis, nowMillis);
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

    /// Closed candles are worth remembering: a day is 1,440 minutes. Made outside of the lock, so that nobody waits for
    /// a year of them.
    private Optional<Bar> closed(KlineInterval interval, long openMillis) {
        Key key = new Key(interval, openMillis);
        synchronized (remembered) {
            Bar known = remembered.get(key);
            if (known != null) {
                return Optional.of(known);
            }
        }
        Optional<Bar> sum = folded(interval, openMillis, interval.next(openMillis) - 1);
        synchronized (remembered) {
            sum.ifPresent(bar -> remembered.put(key, bar));
        }
        return sum;
    }

    /// What traded in this candle up to and including `lastMillis`, which lies in it: the base candles that are in it
    /// as a whole, and the trades of those that its open, its close or `lastMillis` cuts.
    private Optional<Bar> folded(KlineInterval interval, long openMillis, long lastMillis) {
        long base = tape.baseMillis();
        long firstOpen = Math.floorDiv(openMillis, base) * base;
        long firstWhole = firstOpen == openMillis ? openMillis : firstOpen + base;
        long lastOpen = Math.floorDiv(lastMillis + 1, base) * base;
        Optional<Bar> sum = Optional.empty();
        if (firstOpen < openMillis) {
            sum = part(firstOpen, openMillis, lastMillis);
        }
        if (firstWhole < lastOpen) {
            sum = join(sum, wholeCandles(interval, openMillis, firstWhole, lastOpen));
        }
        if (firstWhole <= lastOpen && lastOpen <= lastMillis) {
            sum = join(sum, part(lastOpen, lastOpen, lastMillis));
        }
        return sum.map(bar -> tidy(openMillis, bar));
    }

    private Optional<Bar> wholeCandles(KlineInterval interval, long openMillis, long first, long until) {
        PartialAggregate fold = takeFold(interval, openMillis).filter(known -> known.until <= until)
                .orElseGet(() -> new PartialAggregate(openMillis, Math.max(first, tape.firstOpenMillis())));
        while (fold.until < until) {
            boolean wholeDay = interval.compareTo(KlineInterval.D1) > 0 && fold.until % DAY == 0
                    && fold.until + DAY <= until;
            Optional<Bar> next = wholeDay ? candle(KlineInterval.D1, fold.until, until) : tape.bar(fold.until);
            next.ifPresent(fold.sum::add);
            fold.until += wholeDay ? DAY : tape.baseMillis();
        }
        Optional<Bar> sum = fold.sum.at(openMillis);
        folds.merge(interval, fold, PartialAggregate::later);
        return sum;
    }

    private Optional<PartialAggregate> takeFold(KlineInterval interval, long openMillis) {
        return Optional.ofNullable(folds.get(interval))
                .filter(known -> known.openMillis == openMillis && folds.remove(interval, known));
    }

    private static Optional<Bar> join(Optional<Bar> earlier, Optional<Bar> later) {
        if (earlier.isPresent() && later.isPresent()) {
            return Optional.of(earlier.get().then(later.get()));
        }
        return earlier.isPresent() ? earlier : later;
    }

    /// The base candle that opens at `openMillis` as far as it had come at `nowMillis`.
    Optional<Bar> base(long openMillis, long nowMillis) {
        return part(openMillis, openMillis, nowMillis);
    }

    /// What traded in the base candle that opens at `baseOpen` from `openMillis` to `lastMillis`, both included.
    private Optional<Bar> part(long baseOpen, long openMillis, long lastMillis) {
        return tape.bar(baseOpen).map(bar -> part(bar, openMillis, lastMillis));
    }

    /// Takes off the noise that adding doubles leaves behind.
    private static Bar tidy(long openMillis, Bar bar) {
        return new Bar(openMillis, bar.open(), bar.high(), bar.low(), bar.close(), EightDecimals.tidy(bar.volume()),
                EightDecimals.tidy(bar.turnover()));
    }

    /// Opens at the last price before `openMillis`, and has the share of the turnover that its trades have.
    private Bar part(Bar bar, long openMillis, long lastMillis) {
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
