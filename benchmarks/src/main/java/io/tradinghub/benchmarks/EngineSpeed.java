package io.tradinghub.benchmarks;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

import com.sun.management.ThreadMXBean;
import io.tradinghub.arbitrage.ArbitrageBot;
import io.tradinghub.arbitrage.ArbitrageSettings;
import io.tradinghub.bot.AccountView;
import io.tradinghub.bot.Bot;
import io.tradinghub.bot.Subscription;
import io.tradinghub.bot.Target;
import io.tradinghub.bot.Targets;
import io.tradinghub.indicator.Ema;
import io.tradinghub.market.Candle;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.Interval;
import io.tradinghub.market.SeriesId;
import io.tradinghub.market.Symbol;
import io.tradinghub.meanreversion.MeanReversionBot;
import io.tradinghub.meanreversion.MeanReversionSettings;
import io.tradinghub.momentum.MomentumBot;
import io.tradinghub.momentum.MomentumSettings;
import org.ta4j.core.BarSeries;
import org.ta4j.core.BaseBarSeriesBuilder;
import org.ta4j.core.BaseStrategy;
import org.ta4j.core.TradingRecord;
import org.ta4j.core.backtest.BarSeriesManager;
import org.ta4j.core.indicators.averages.EMAIndicator;
import org.ta4j.core.indicators.helpers.ClosePriceIndicator;
import org.ta4j.core.num.DoubleNumFactory;
import org.ta4j.core.rules.CrossedDownIndicatorRule;
import org.ta4j.core.rules.CrossedUpIndicatorRule;

/// Bars per second through the real engine and the paper exchange, against ta4j on the same rule over the same bars, and for each bot of the hub.
///
/// Times are processor time of this thread. The trades of both are compared first: the same bars, in and out.
public final class EngineSpeed {
    private static final InstrumentId PERP = InstrumentId.linear("BTCUSDT");
    private static final int FAST = 50;
    private static final int SLOW = 200;
    private static final int ROUNDS = 5;

    private EngineSpeed() {}

    /// Takes the number of bars, 1,000,000 unless said otherwise.
    public static void main(String[] arguments) {
        int bars = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1_000_000;
        Candle[] minutes = walk(bars, Interval.M1);
        BarSeries series = ta4jSeries(minutes);
        CandleRun cross = new CandleRun(new EmaCross());
        cross.over(minutes);
        List<Integer> theirs = ta4jTrades(series);
        if (!cross.trades().equals(theirs)) {
            throw new IllegalStateException(
                    "trades differ: %d of ours, %d of ta4j".formatted(cross.trades().size(), theirs.size()));
        }
        System.out.printf("EMA %d/%d cross over %,d bars: %d trades, the same bars in both%n", FAST, SLOW, bars, theirs.size());
        double ta4j = measured("ta4j BarSeriesManager, DoubleNum", bars, () -> ta4jTrades(series).size());
        double ours = measured("BotEngine, the same cross", bars, () -> new CandleRun(new EmaCross()).over(minutes));
        System.out.printf("ratio %.1f%n", ours / ta4j);
        measured("BotEngine, MomentumBot", bars, () -> new CandleRun(momentum()).over(minutes));
        measured("BotEngine, MeanReversionBot", bars, () -> new CandleRun(meanReversion()).over(minutes));
        measured("BotEngine, ArbitrageBot", bars, () -> new CandleRun(arbitrage()).over(minutes));
    }

    private static double measured(String what, int bars, Supplier<Integer> run) {
        ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        double best = 0;
        double bytes = Double.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            long allocated = thread.getCurrentThreadAllocatedBytes();
            long start = thread.getCurrentThreadCpuTime();
            int trades = run.get();
            double seconds = (thread.getCurrentThreadCpuTime() - start) / 1e9;
            best = Math.max(best, bars / seconds);
            bytes = Math.min(bytes, (thread.getCurrentThreadAllocatedBytes() - allocated) / (double) bars);
            if (trades < 0) {
                throw new IllegalStateException("a negative number of trades");
            }
        }
        System.out.printf("%-36s %,12.0f bars/s, %,.0f bytes a bar%n", what, best, bytes);
        return best;
    }

    private static Candle[] walk(int bars, Interval interval) {
        Random random = new Random(7);
        SeriesId series = new SeriesId(PERP, interval);
        Candle[] candles = new Candle[bars];
        double price = 50_000;
        for (int bar = 0; bar < bars; bar++) {
            double close = price * Math.exp(0.0007 * random.nextGaussian());
            double high = Math.max(price, close) * (1 + 0.0002 * random.nextDouble());
            double low = Math.min(price, close) * (1 - 0.0002 * random.nextDouble());
            candles[bar] = new Candle(series, CandleRun.START + bar * interval.millis(), price, high, low, close, 10, 10 * close);
            price = Math.clamp(close, 10_000, 200_000);
        }
        return candles;
    }

    private static BarSeries ta4jSeries(Candle[] candles) {
        BarSeries series = new BaseBarSeriesBuilder().withNumFactory(DoubleNumFactory.getInstance()).build();
        for (Candle candle : candles) {
            series.barBuilder().timePeriod(candle.series().interval().length()).endTime(candle.closeTime())
                    .openPrice(candle.open())
                    .highPrice(candle.high()).lowPrice(candle.low()).closePrice(candle.close()).volume(candle.volume()).add();
        }
        return series;
    }

    private static List<Integer> ta4jTrades(BarSeries series) {
        ClosePriceIndicator close = new ClosePriceIndicator(series);
        EMAIndicator fast = new EMAIndicator(close, FAST);
        EMAIndicator slow = new EMAIndicator(close, SLOW);
        BaseStrategy strategy = new BaseStrategy(new CrossedUpIndicatorRule(fast, slow), new CrossedDownIndicatorRule(fast, slow),
                SLOW);
        TradingRecord record = new BarSeriesManager(series).run(strategy);
        List<Integer> bars = new ArrayList<>();
        record.getPositions().forEach(position -> {
            bars.add(position.getEntry().getIndex());
            bars.add(position.getExit().getIndex());
        });
        if (record.getCurrentPosition().isOpened()) {
            bars.add(record.getCurrentPosition().getEntry().getIndex());
        }
        return bars;
    }

    private static Bot momentum() {
        MomentumSettings defaults = MomentumSettings.DEFAULTS;
        return new MomentumBot(
                new MomentumSettings(List.of(PERP), Interval.M1, defaults.trend(), defaults.stop(), defaults.size()));
    }

    private static Bot meanReversion() {
        MeanReversionSettings defaults = MeanReversionSettings.DEFAULTS;
        return new MeanReversionBot(new MeanReversionSettings(List.of(PERP), Interval.M1, defaults.stretch(), defaults.filter(),
                defaults.exit(), defaults.size()));
    }

    private static Bot arbitrage() {
        ArbitrageSettings defaults = ArbitrageSettings.DEFAULTS;
        ArbitrageSettings.Basis basis = new ArbitrageSettings.Basis(Interval.M1, defaults.basis().length(),
                defaults.basis().maxSkew());
        return new ArbitrageBot(new ArbitrageSettings(List.of(new Symbol("BTCUSDT")), defaults.capitalShare(), basis,
                defaults.carry(), defaults.costs()));
    }

    /// In while the fast average is above the slow one, entered only at the crossing.
    private static final class EmaCross implements Bot {
        private static final Targets IN = Targets.of(Target.now(PERP, 0.05));
        private static final Targets OUT = Targets.of(Target.now(PERP, 0));

        private final Ema fast = Ema.ofLength(FAST);
        private final Ema slow = Ema.ofLength(SLOW);
        private double spread;
        private int seen;

        @Override
        public Subscription subscription() {
            return new Subscription(List.of(new SeriesId(PERP, Interval.M1)), List.of(PERP), List.of(), 0);
        }

        @Override
        public Targets onCandle(Candle closed, AccountView account) {
            double before = spread;
            spread = fast.update(closed.close()) - slow.update(closed.close());
            if (seen++ < SLOW) {
                return Targets.unchanged();
            }
            boolean up = before <= 0 && spread > 0;
            boolean down = before >= 0 && spread < 0;
            return up ? IN : down && account.position(PERP) != 0 ? OUT : Targets.unchanged();
        }
    }
}
