package io.tradinghub.backtest.sweep;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.IntStream;

import io.tradinghub.backtest.BacktestException;
import io.tradinghub.backtest.CandleColumns;
import io.tradinghub.backtest.TestPeriod;
import io.tradinghub.backtest.command.BacktestOptions;
import io.tradinghub.backtest.command.BotTester;
import io.tradinghub.backtest.command.TestedBot;
import io.tradinghub.backtest.market.MarketData;
import io.tradinghub.bot.Subscription;
import io.tradinghub.settings.SettingsException;

/// Which trials a sweep consists of.
///
/// @param sets that the bot accepts; the number of a set is its place, from 1
/// @param bots one for each set
/// @param refused the sets that the bot does not accept, with the reason
/// @param market that all sets share
/// @param period that all sets are compared over
/// @param windows in which the best set is chosen and traded; empty without walk-forward
record SweepPlan(List<ParameterSet> sets, Map<ParameterSet, TestedBot> bots, Map<ParameterSet, String> refused,
        MarketData market, TestPeriod period, List<WalkForward.Window> windows, Study study) {
    private static final Duration DAY = Duration.ofDays(1);

    /// Plans a sweep. Where no period was asked for it is all whole days that every set has candles and warm-up for.
    ///
    /// @throws BacktestException if no set can be tried
    static <S> SweepPlan of(SweepOptions options, BotTester<S> tester, Function<Subscription, MarketData> reader) {
        Map<ParameterSet, TestedBot> bots = new LinkedHashMap<>();
        Map<ParameterSet, String> refused = new LinkedHashMap<>();
        List<ParameterSet> sets = new ParameterSpace(options.axes()).sets(options.sobol(), set -> {
            try {
                bots.put(set, tester.with(set.values()));
                return true;
            } catch (SettingsException e) {
                refused.put(set, String.valueOf(e.getMessage()).replace("\n", " "));
                return false;
            }
        });
        if (sets.isEmpty()) {
            Map.Entry<ParameterSet, String> first = refused.entrySet().iterator().next();
            throw new BacktestException("the bot accepts none of the %d sets; the first, %s: %s".formatted(
                    refused.size(), first.getKey(), first.getValue()));
        }
        MarketData market = reader.apply(needs(bots.values().stream().map(TestedBot::subscription).toList()));
        TestPeriod period = period(options.tested(), bots, market);
        List<WalkForward.Window> windows = options.walkForward().map(turns -> turns.windows(period)).orElse(List.of());
        Study study = study(options, tester, period, market);
        return new SweepPlan(sets, bots, refused, market, period, windows, study);
    }

    /// What one of them needs or another.
    private static Subscription needs(List<Subscription> all) {
        return new Subscription(all.stream().flatMap(one -> one.series().stream()).distinct().toList(),
                all.stream().flatMap(one -> one.instruments().stream()).distinct().toList(), List.of(),
                all.stream().mapToInt(Subscription::warmUpCandles).max().orElseThrow());
    }

    private static TestPeriod period(BacktestOptions options, Map<ParameterSet, TestedBot> bots, MarketData market) {
        Map<Subscription, Optional<TestPeriod>> periods = new HashMap<>();
        List<BacktestException> impossible = new ArrayList<>();
        bots.values().forEach(bot -> periods.computeIfAbsent(bot.subscription(), _ -> {
            try {
                return Optional.of(bot.period(market));
            } catch (BacktestException e) {
                impossible.add(e);
                return Optional.empty();
            }
        }));
        List<TestPeriod> possible = periods.values().stream().flatMap(Optional::stream).toList();
        if (possible.isEmpty()) {
            throw impossible.getFirst();
        }
        Instant from = options.from().orElseGet(() -> wholeDay(possible.stream().map(TestPeriod::from)
                .max(Comparator.naturalOrder()).orElseThrow().plus(DAY).minusMillis(1)));
        Instant to = options.to().orElseGet(() -> wholeDay(possible.stream().map(TestPeriod::to)
                .min(Comparator.naturalOrder()).orElseThrow()));
        if (!from.isBefore(to)) {
            throw new BacktestException(
                    "the candles have no whole day that every set has its warm-up for; bring more, or vary less");
        }
        return new TestPeriod(from, to);
    }

    private static Instant wholeDay(Instant moment) {
        return Instant.ofEpochMilli(Math.floorDiv(moment.toEpochMilli(), DAY.toMillis()) * DAY.toMillis());
    }

    private static <S> Study study(SweepOptions options, BotTester<S> tester, TestPeriod period, MarketData market) {
        BacktestOptions tested = options.tested();
        LinkedHashMap<String, String> parts = new LinkedHashMap<>();
        parts.put("bot", tested.bot());
        parts.put("commit", tested.commit());
        parts.put("settings", tester.environment(Map.of()).toString());
        parts.put("vary", String.join(" ", options.axes().stream().map(Axis::toString).toList()));
        parts.put("sobol", options.sobol().map(drawn -> "%d from seed %d".formatted(drawn.sets(), drawn.seed()))
                .orElse("all sets"));
        parts.put("walk-forward", options.walkForward().map(WalkForward::toString).orElse("none"));
        parts.put("from", period.from().toString());
        parts.put("to", period.to().toString());
        parts.put("slippage", tested.slippageBps().map(String::valueOf).orElse("of the settings"));
        parts.put("spread", String.valueOf(tested.spreadBps()));
        parts.put("holes", tested.holes().toString());
        parts.put("funding", tested.funding().toString());
        parts.put("candles", new TreeMap<>(market.digests()).toString());
        return new Study(parts);
    }

    /// Every set over the whole period.
    List<Trial> whole() {
        return trials(Trial.Kind.WHOLE, 0, period);
    }

    /// Every set on the days of a window that one is chosen on.
    List<Trial> train(WalkForward.Window window) {
        return trials(Trial.Kind.TRAIN, window.number(), window.train());
    }

    private List<Trial> trials(Trial.Kind kind, int window, TestPeriod over) {
        return IntStream.range(0, sets.size())
                .mapToObj(at -> new Trial(new Trial.Key(kind, window, at + 1), over, sets.get(at))).toList();
    }

    /// The chosen set on the days after them.
    Trial test(WalkForward.Window window, Trial chosen) {
        return new Trial(new Trial.Key(Trial.Kind.TEST, window.number(), chosen.number()), window.test(),
                chosen.set());
    }

    /// All trials that need not wait for a choice, period by period.
    List<List<Trial>> known() {
        List<List<Trial>> known = new ArrayList<>();
        known.add(whole());
        windows.forEach(window -> known.add(train(window)));
        return known;
    }

    /// How many trials there are in all.
    long size() {
        return (long) sets.size() * (1 + windows.size()) + windows.size();
    }

    /// About how much memory the sweep needs.
    Memory memory(int jobs) {
        long candles = market.history().candles().values().stream().mapToLong(CandleColumns::size).sum();
        long days = Duration.between(period.from(), period.to()).toDays() + 1;
        return new Memory(candles * Memory.CANDLE, candles * Memory.CLOSE + Memory.RUN,
                sets.size() * (days * Memory.DAY_VALUE + (1L + windows.size()) * Memory.ROW), jobs);
    }

    /// Bytes that a sweep needs at most, more or less.
    ///
    /// @param candles which all trials share
    /// @param trial for each one that is under way
    /// @param rows for the results
    record Memory(long candles, long trial, long rows, int jobs) {
        private static final long CANDLE = CandleColumns.ROW_BYTES;
        private static final long CLOSE = 64;
        private static final long RUN = 24L << 20;
        private static final long DAY_VALUE = 36;
        private static final long ROW = 3_000;

        long all() {
            return candles + trial * jobs + rows;
        }

        @Override
        public String toString() {
            return "%d MB: candles %d, each of %d jobs %d, results %d".formatted(mega(all()), mega(candles), jobs,
                    mega(trial), mega(rows));
        }

        static long mega(long bytes) {
            return Math.ceilDiv(bytes, 1L << 20);
        }
    }
}
