package io.tradinghub.benchmarks;

import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

import com.sun.management.ThreadMXBean;
import io.tradinghub.arbitrage.ArbitrageBot;
import io.tradinghub.arbitrage.ArbitrageSettings;
import io.tradinghub.bot.Bot;
import io.tradinghub.exchange.paper.PaperSettings;
import io.tradinghub.market.Candle;
import io.tradinghub.market.Interval;
import io.tradinghub.market.Symbol;
import io.tradinghub.meanreversion.MeanReversionBot;
import io.tradinghub.meanreversion.MeanReversionSettings;
import io.tradinghub.momentum.MomentumBot;
import io.tradinghub.momentum.MomentumSettings;
import org.ta4j.core.BarSeries;

/// Measures bars per second and bytes allocated per bar through the real engine and the paper exchange: against ta4j on
/// the same rules and bars, after checking that both trade at the same bars, and for each bot of the hub.
///
/// Each subject runs in its own process, as a backtest does, so that the JIT does not optimize one subject's code for
/// another's profile; so does the check, which would otherwise warm up the first round. Times are CPU time of the
/// thread plus the garbage collector's time (run with a serial collector): the best of several rounds, and the first,
/// cold one.
public final class EngineSpeed {
    private static final int BARS = 1_000_000;
    private static final int ROUNDS = 25;
    private static final String CHECK = "same-";
    private static final String TA4J = "ta4j-";
    private static final String HUB = "hub-";
    private static final List<String> BOTS = List.of("momentum", "mean-reversion", "arbitrage");

    private EngineSpeed() {}

    /// Runs every subject, or the one named by the argument.
    public static void main(String[] arguments) throws IOException, InterruptedException {
        if (arguments.length == 0) {
            List<String> subjects = new ArrayList<>();
            for (SharedRules rules : SharedRules.values()) {
                subjects.add(CHECK + rules);
                subjects.add(TA4J + rules);
                subjects.add(HUB + rules);
            }
            subjects.addAll(BOTS);
            for (String subject : subjects) {
                runInOwnProcess(subject);
            }
            return;
        }
        measure(arguments[0], BarArrays.walk(BARS));
    }

    private static void runInOwnProcess(String subject) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElseThrow());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), EngineSpeed.class.getName(), subject));
        int status = new ProcessBuilder(command).inheritIO().start().waitFor();
        if (status != 0) {
            throw new IllegalStateException("%s ended with %d".formatted(subject, status));
        }
    }

    private static void measure(String subject, BarArrays columns) {
        if (subject.startsWith(CHECK)) {
            requireSameTrades(rules(CHECK, subject), columns);
        } else if (subject.startsWith(TA4J)) {
            SharedRules rules = rules(TA4J, subject);
            benchmark(subject + ", from columns", () -> Ta4jRun.tradedBars(rules, Ta4jRun.series(columns)).size());
            BarSeries series = Ta4jRun.series(columns);
            benchmark(subject + ", existing series", () -> Ta4jRun.tradedBars(rules, series).size());
        } else if (subject.startsWith(HUB)) {
            benchmark(subject, columns, rules(HUB, subject)::bot, PaperSettings.DEFAULTS);
        } else {
            benchmark(subject, columns, () -> bot(subject), PaperSettings.DEFAULTS);
        }
    }

    private static SharedRules rules(String kind, String subject) {
        return SharedRules.valueOf(subject.substring(kind.length()));
    }

    private static void benchmark(String subject, BarArrays columns, Supplier<Bot> bot, PaperSettings costs) {
        benchmark(subject + ", from columns", () -> new EngineRun(bot.get(), costs).run(columns));
        Candle[] candles = new Candle[columns.bars()];
        for (int bar = 0; bar < candles.length; bar++) {
            candles[bar] = columns.candle(bar);
        }
        benchmark(subject + ", existing candles", () -> new EngineRun(bot.get(), costs).run(candles));
    }

    /// Fails unless both trade at the same bars, without slippage, which ta4j does not model.
    private static void requireSameTrades(SharedRules rules, BarArrays columns) {
        PaperSettings costs = PaperSettings.DEFAULTS;
        EngineRun hub = new EngineRun(rules.bot(), new PaperSettings(costs.linearTakerFee(), costs.linearMakerFee(),
                costs.spotTakerFee(), costs.spotMakerFee(), costs.levels(), costs.levelSpacingBps(), 0,
                costs.candleShare()));
        hub.run(columns);
        List<Integer> ta4j = Ta4jRun.tradedBars(rules, Ta4jRun.series(columns));
        if (ta4j.isEmpty() || !hub.tradedBars().equals(ta4j)) {
            throw new IllegalStateException("trades of %s differ: %d by the hub, %d by ta4j"
                    .formatted(rules, hub.tradedBars().size(), ta4j.size()));
        }
        System.out.printf("%-32s %,d trades at the same bars in both%n", rules, ta4j.size());
    }

    private static void benchmark(String what, IntSupplier run) {
        ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        double first = 0;
        double best = 0;
        double bytes = Double.MAX_VALUE;
        int fills = 0;
        for (int round = 0; round < ROUNDS; round++) {
            long allocated = thread.getCurrentThreadAllocatedBytes();
            long start = thread.getCurrentThreadCpuTime() + gcNanos();
            fills = run.getAsInt();
            double speed = BARS * 1e9 / (thread.getCurrentThreadCpuTime() + gcNanos() - start);
            first = round == 0 ? speed : first;
            best = Math.max(best, speed);
            bytes = Math.min(bytes, (thread.getCurrentThreadAllocatedBytes() - allocated) / (double) BARS);
        }
        System.out.printf("%-32s %5.1f M bars/s (first round %4.1f), %,5.0f bytes a bar, %,d fills%n", what, best / 1e6,
                first / 1e6, bytes, fills);
    }

    private static long gcNanos() {
        return ManagementFactory.getGarbageCollectorMXBeans().stream()
                .mapToLong(GarbageCollectorMXBean::getCollectionTime).sum()
                * 1_000_000;
    }

    private static Bot bot(String name) {
        return switch (name) {
            case "momentum" -> momentum();
            case "mean-reversion" -> meanReversion();
            case "arbitrage" -> arbitrage();
            default -> throw new IllegalArgumentException("unknown bot '%s', expected one of %s".formatted(name, BOTS));
        };
    }

    private static Bot momentum() {
        MomentumSettings defaults = MomentumSettings.DEFAULTS;
        return new MomentumBot(
                new MomentumSettings(List.of(BarArrays.PERP), Interval.M1, defaults.trend(), defaults.stop(),
                        defaults.size()));
    }

    private static Bot meanReversion() {
        MeanReversionSettings defaults = MeanReversionSettings.DEFAULTS;
        return new MeanReversionBot(new MeanReversionSettings(List.of(BarArrays.PERP), Interval.M1, defaults.stretch(),
                defaults.filter(), defaults.exit(), defaults.size()));
    }

    private static Bot arbitrage() {
        ArbitrageSettings defaults = ArbitrageSettings.DEFAULTS;
        ArbitrageSettings.Basis basis = new ArbitrageSettings.Basis(Interval.M1, defaults.basis().length(),
                defaults.basis().maxSkew());
        return new ArbitrageBot(new ArbitrageSettings(List.of(new Symbol("BTCUSDT")), defaults.capitalShare(), basis,
                defaults.carry(), defaults.costs()));
    }
}
