package io.tradinghub.backtest.command;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import io.tradinghub.backtest.EquityCurve;
import io.tradinghub.backtest.Trade;
import io.tradinghub.backtest.statistics.Resampling;

/// What else could have come of a run: the same trades in another order, and other draws of the same days.
final class MonteCarlo {
    private static final int SIMULATIONS = 1_000;
    private static final long SEED = 1;
    private static final Resampling DRAWS = new Resampling(SIMULATIONS, SEED);
    private static final double MEAN_RUN = 10;
    private static final int MOST_POINTS = 200;
    private static final int FEWEST_TRADES = 10;
    private static final int FEWEST_DAYS = 20;
    private static final double LOW = 0.05;
    private static final double MIDDLE = 0.5;
    private static final double HIGH = 0.95;
    private static final double PERCENT = 100;
    private static final long DAY_SECONDS = 86_400;

    private MonteCarlo() {}

    /// Closed trades in random order, as bands of their sum; empty with too few. Only how it comes to the sum is in
    /// question, not the sum.
    static Optional<Map<String, Object>> ofTrades(List<Trade> closed) {
        if (closed.size() < FEWEST_TRADES) {
            return Optional.empty();
        }
        double[] net = closed.stream().mapToDouble(trade -> trade.net().doubleValue()).toArray();
        double[] path = new double[net.length + 1];
        double peak = 0;
        double fall = 0;
        for (int trade = 0; trade < net.length; trade++) {
            path[trade + 1] = path[trade] + net[trade];
            peak = Math.max(peak, path[trade + 1]);
            fall = Math.max(fall, peak - path[trade + 1]);
        }
        Resampling.Paths paths = DRAWS.pathsOfShuffledTrades(net, MOST_POINTS);
        Resampling.Distribution falls = DRAWS.drawdownsOfShuffledTrades(net);
        double deepest = fall;
        double smaller = Arrays.stream(falls.sorted()).filter(value -> value < deepest).count() / (double) SIMULATIONS;
        Map<String, Object> bands = bands(paths, Arrays.stream(paths.at()).mapToDouble(at -> path[at]).toArray());
        bands.put("at", paths.at());
        bands.put("words", List.of(
                String.format(Locale.ROOT,
                        "%,d random orders of the %d closed trades, from seed %d. All end at the same "
                                + "sum; what differs is the way there.",
                        SIMULATIONS, net.length, SEED),
                String.format(Locale.ROOT,
                        "The deepest fall of that sum was %,.2f. In another order it is %,.2f in the "
                                + "middle, and more than %,.2f in one of 20.",
                        fall, falls.quantile(MIDDLE),
                        falls.quantile(HIGH)),
                luck(smaller)));
        return Optional.of(bands);
    }

    private static String luck(double smaller) {
        if (smaller < LOW) {
            return "The order was lucky: nearly every other one falls deeper. Expect more than what was seen.";
        }
        return smaller > HIGH
                ? "The order was unlucky, or losses come in rows: nearly every other one falls less."
                : "The order was an ordinary one. Bear the fall of one of 20 before you trade this.";
    }

    /// Days drawn with replacement in runs of random length, as bands of what 1 becomes; empty with too few.
    static Optional<Map<String, Object>> ofDays(EquityCurve equity) {
        double[] closes = equity.dailyCloses();
        if (closes.length < FEWEST_DAYS || Arrays.stream(closes).anyMatch(value -> value <= 0)) {
            return Optional.empty();
        }
        double[] curve = new double[closes.length + 1];
        curve[0] = 1;
        double[] returns = new double[closes.length];
        for (int day = 0; day < closes.length; day++) {
            curve[day + 1] = closes[day] / equity.start();
            returns[day] = curve[day + 1] / curve[day] - 1;
        }
        if (Arrays.stream(returns).allMatch(value -> value == 0)) {
            return Optional.empty();
        }
        Resampling.Paths paths = DRAWS.pathsOfDrawnDays(returns, MEAN_RUN, MOST_POINTS);
        Resampling.Distribution sharpe = DRAWS.sharpeOfDrawnDays(returns, MEAN_RUN);
        Map<String, Object> bands = bands(paths, Arrays.stream(paths.at()).mapToDouble(at -> curve[at]).toArray());
        long first = Math.floorDiv(equity.closeMillis(0) / 1_000 - 1, DAY_SECONDS) * DAY_SECONDS;
        bands.put("at", Arrays.stream(paths.at()).asLongStream().map(day -> first + day * DAY_SECONDS).toArray());
        double losing = 1 - paths.ends().shareAbove(1);
        List<String> words = new ArrayList<>();
        words.add(String.format(Locale.ROOT, "%,d draws of as many days, in runs of %.0f on average, from seed %d "
                + "(stationary bootstrap).", SIMULATIONS, MEAN_RUN, SEED));
        words.add(String.format(Locale.ROOT, "Nine of ten end between %+.1f %% and %+.1f %%; %.0f %% lose. The Sharpe "
                + "ratio lies between %.2f and %.2f in nine of ten.", PERCENT * (paths.ends().quantile(LOW) - 1),
                PERCENT * (paths.ends().quantile(HIGH) - 1), PERCENT * losing, sharpe.quantile(LOW),
                sharpe.quantile(HIGH)));
        words.add(losing > LOW
                ? "Draws of the same days lose that often: what was earned may be luck."
                : "Draws of the same days hardly lose. Days to come need not be like these.");
        bands.put("words", words);
        return Optional.of(bands);
    }

    private static Map<String, Object> bands(Resampling.Paths paths, double[] real) {
        Map<String, Object> bands = new LinkedHashMap<>();
        bands.put("low", paths.band(LOW));
        bands.put("middle", paths.band(MIDDLE));
        bands.put("high", paths.band(HIGH));
        bands.put("real", real);
        return bands;
    }
}
