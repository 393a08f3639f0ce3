package io.tradinghub.sim.market;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One tape seen at a moment: the candle of any interval as it stood then, still open ones included.
///
/// A closed candle of the tape's own length is the tape's, number for number. Longer ones are folded from those, shorter ones from trades.
/// Thread-safe.
public final class CandleView {
    private static final int CANDLES_KEPT = 8_000;
    private final Tape tape;
    private final Map<KlineInterval, Fold> folds = new EnumMap<>(KlineInterval.class);
    private final Map<String, Bar> remembered = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bar> eldest) {
            return size() > CANDLES_KEPT;
        }
    };

    /// Whole base candles of one interval folded up to `until`.
    private static final class Fold {
        private final long openMillis;
        private final BarSum sum = new BarSum();
        private long until;

        Fold(long openMillis, long firstMillis) {
            this.openMillis = openMillis;
            this.until = firstMillis;
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
        if (close - openMillis < tape.baseMillis()) {
            return shorter(openMillis, Math.min(close - 1, nowMillis));
        }
        long base = tape.baseMillis();
        long whole = Math.min(close, Math.floorDiv(nowMillis, base) * base);
        if (whole >= close && close - openMillis == base) {
            return tape.bar(openMillis);
        }
        if (whole >= close) {
            return closed(interval, openMillis, close);
        }
        Optional<Bar> sum = wholeCandles(interval, openMillis, whole);
        return join(sum, base(whole, nowMillis)).map(bar -> tidy(at(openMillis, bar)));
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

    /// Long candles are worth remembering: a day is 1,440 minutes.
    private Optional<Bar> closed(KlineInterval interval, long openMillis, long closeMillis) {
        String name = interval.wireName() + openMillis;
        synchronized (folds) {
            Bar known = remembered.get(name);
            if (known == null) {
                Optional<Bar> sum = wholeCandles(interval, openMillis, closeMillis).map(CandleView::tidy);
                sum.ifPresent(bar -> remembered.put(name, bar));
                return sum;
            }
            return Optional.of(known);
        }
    }

    private Optional<Bar> wholeCandles(KlineInterval interval, long openMillis, long until) {
        synchronized (folds) {
            Fold fold = folds.get(interval);
            if (fold == null || fold.openMillis != openMillis || fold.until > until) {
                fold = new Fold(openMillis, Math.max(openMillis, tape.firstOpenMillis()));
                folds.put(interval, fold);
            }
            for (; fold.until < until; fold.until += tape.baseMillis()) {
                tape.bar(fold.until).ifPresent(fold.sum::add);
            }
            return fold.sum.at(openMillis);
        }
    }

    private static Optional<Bar> join(Optional<Bar> earlier, Optional<Bar> later) {
        if (earlier.isPresent() && later.isPresent()) {
            return Optional.of(earlier.get().then(later.get()));
        }
        return earlier.isPresent() ? earlier : later;
    }

    private static Bar at(long openMillis, Bar bar) {
        return bar.openMillis() == openMillis
                ? bar
                : new Bar(openMillis, bar.open(), bar.high(), bar.low(), bar.close(), bar.volume(), bar.turnover());
    }

    /// The base candle that opens at `openMillis` as far as it had come at `nowMillis`.
    Optional<Bar> base(long openMillis, long nowMillis) {
        return tape.bar(openMillis).map(bar -> progress(bar, bar.open(), openMillis, nowMillis));
    }

    /// A candle that is a part of one base candle: what traded from `openMillis` to `lastMillis`, both included.
    private Optional<Bar> shorter(long openMillis, long lastMillis) {
        long base = tape.baseMillis();
        long baseOpen = Math.floorDiv(openMillis, base) * base;
        return tape.bar(baseOpen).map(bar -> {
            double open = bar.open();
            for (Trade trade : tape.trades(baseOpen)) {
                if (trade.timeMillis() < openMillis) {
                    open = trade.price();
                }
            }
            return tidy(progress(bar, open, openMillis, lastMillis));
        });
    }

    /// Takes off the noise that adding doubles leaves behind.
    private static Bar tidy(Bar bar) {
        return new Bar(bar.openMillis(), bar.open(), bar.high(), bar.low(), bar.close(), Sums.tidy(bar.volume()),
                Sums.tidy(bar.turnover()));
    }

    /// What traded inside this base candle from `openMillis` to `lastMillis`, with a share of its turnover.
    private Bar progress(Bar bar, double open, long openMillis, long lastMillis) {
        Bar sum = Bar.flat(openMillis, open);
        double allTraded = 0;
        for (Trade trade : tape.trades(bar.openMillis())) {
            double value = trade.price() * trade.size();
            allTraded += value;
            if (trade.timeMillis() >= openMillis && trade.timeMillis() <= lastMillis) {
                sum = sum.then(
                        new Bar(openMillis, trade.price(), trade.price(), trade.price(), trade.price(), trade.size(), value));
            }
        }
        double share = allTraded > 0 ? sum.turnover() / allTraded : 0;
        return new Bar(openMillis, open, sum.high(), sum.low(), sum.close(), sum.volume(), bar.turnover() * share);
    }
}
