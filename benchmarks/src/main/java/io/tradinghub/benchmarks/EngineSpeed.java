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

/// Bars per second and bytes allocated per bar through the real engine and the paper exchange, against ta4j on the same
/// rules over the same bars (equal trades checked first), and for each bot of the hub.
///
/// Each subject runs in a process of its own, as a back-test does, so that nobody's code is compiled for somebody
/// else's; so does the check, which would leave a first round warm. Times are processor time of the running thread and
/// the time of the collector (run it with a serial one): the best of several rounds, and the first, cold one.
public final class EngineSpeed {
    private static final int BARS = 1_000_000;
    private static final int ROUNDS = 25;
    private static final String SAME = "same-";
    private static final String TA4J = "ta4j-";
    private static final String HUB = "hub-";
    private static final List<String> BOTS = List.of("momentum", "mean-reversion", "arbitrage");

    private EngineSpeed() {}

    /// Without arguments everything; else the name of one subject.
    public static void main(String[] arguments) throws IOException, InterruptedException {
        if (arguments.length == 0) {
            List<String> subjects = new ArrayList<>();
            for (SameRules rules : SameRules.values()) {
                subjects.add(SAME + rules);
                subjects.add(TA4J + rules);
                subjects.add(HUB + rules);
            }
            subjects.addAll(BOTS);
            for (String subject : subjects) {
                inAnotherProcess(subject);
            }
            return;
        }
        measure(arguments[0], BarArrays.walk(BARS));
    }

    private static void inAnotherProcess(String subject) throws IOException, InterruptedException {
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
        if (subject.startsWith(SAME)) {
            requireSameTrades(rules(SAME, subject), columns);
        } else if (subject.startsWith(TA4J)) {
            SameRules rules = rules(TA4J, subject);
            measured(subject + ", from columns", () -> Ta4jRun.trades(rules, Ta4jRun.series(columns)).size());
            BarSeries series = Ta4jRun.series(columns);
            measured(subject + ", series there", () -> Ta4jRun.trades(rules, series).size());
        } else if (subject.startsWith(HUB)) {
            measured(subject, columns, rules(HUB, subject)::bot, PaperSettings.DEFAULTS);
        } else {
            measured(subject, columns, () -> bot(subject), PaperSettings.DEFAULTS);
        }
    }

    private static SameRules rules(String kind, String subject) {
        return SameRules.valueOf(subject.substring(kind.length()));
    }

    private static void measured(String subject, BarArrays columns, Supplier<Bot> bot, PaperSettings costs) {
        measured(subject + ", from columns", () -> new CandleRun(bot.get(), costs).over(columns));
        Candle[] candles = new Candle[columns.bars()];
        for (int bar = 0; bar < candles.length; bar++) {
            candles[bar] = columns.candle(bar);
        }
        measured(subject + ", candles there", () -> new CandleRun(bot.get(), costs).over(candles));
    }

    /// Without slippage, of which ta4j knows nothing, both must trade at the same bars.
    private static void requireSameTrades(SameRules rules, BarArrays columns) {
        PaperSettings costs = PaperSettings.DEFAULTS;
        CandleRun ours = new CandleRun(rules.bot(), new PaperSettings(costs.linearTakerFee(), costs.linearMakerFee(),
                costs.spotTakerFee(), costs.spotMakerFee(), costs.levels(), costs.levelSpacingBps(), 0,
                costs.candleShare()));
        ours.over(columns);
        List<Integer> theirs = Ta4jRun.trades(rules, Ta4jRun.series(columns));
        if (theirs.isEmpty() || !ours.trades().equals(theirs)) {
            throw new IllegalStateException("trades of %s differ: %d of ours, %d of ta4j"
                    .formatted(rules, ours.trades().size(), theirs.size()));
        }
        System.out.printf("%-32s %,d trades at the same bars in both%n", rules, theirs.size());
    }

    private static void measured(String what, IntSupplier run) {
        ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        double first = 0;
        double best = 0;
        double bytes = Double.MAX_VALUE;
        int trades = 0;
        for (int round = 0; round < ROUNDS; round++) {
            long allocated = thread.getCurrentThreadAllocatedBytes();
            long start = thread.getCurrentThreadCpuTime() + collectorNanos();
            trades = run.getAsInt();
            double speed = BARS * 1e9 / (thread.getCurrentThreadCpuTime() + collectorNanos() - start);
            first = round == 0 ? speed : first;
            best = Math.max(best, speed);
            bytes = Math.min(bytes, (thread.getCurrentThreadAllocatedBytes() - allocated) / (double) BARS);
        }
        System.out.printf("%-32s %5.1f M bars/s (first round %4.1f), %,5.0f bytes a bar, %,d fills%n", what, best / 1e6,
                first / 1e6,
                bytes, trades);
    }

    private static long collectorNanos() {
        return ManagementFactory.getGarbageCollectorMXBeans().stream()
                .mapToLong(GarbageCollectorMXBean::getCollectionTime).sum()
                * 1_000_000;
    }

    private static Bot bot(String name) {
        return switch (name) {
            case "momentum" -> momentum();
            case "mean-reversion" -> meanReversion();
            case "arbitrage" -> arbitrage();
            default -> throw new IllegalArgumentException("no bot is called '%s', only %s".formatted(name, BOTS));
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
