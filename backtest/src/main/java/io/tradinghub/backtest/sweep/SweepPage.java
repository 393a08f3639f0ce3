package io.tradinghub.backtest.sweep;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

import io.tradinghub.backtest.TestPeriod;
import io.tradinghub.backtest.page.Page;
import io.tradinghub.backtest.statistics.Drawdowns;
import org.jspecify.annotations.Nullable;

/// The page of a sweep: one file without anything from elsewhere.
final class SweepPage {
    private static final String TEMPLATE = "sweep.html";
    private static final int MOST_REFUSED = 50;
    private static final int DAY_LENGTH = 10;
    private static final List<String> COLUMNS = List.of("sharpe", "net", "return", "max_drawdown", "calmar",
            "closed_trades", "profit_factor", "fees");
    private final SweepResult result;
    private final List<String> columns;

    private SweepPage(SweepResult result) {
        this.result = result;
        this.columns = COLUMNS.stream().filter(name -> !name.equals(result.options().objective().figure())).toList();
    }

    /// The page as text.
    static String of(SweepResult result) {
        return Page.of(SweepPage.class, TEMPLATE, new SweepPage(result).data());
    }

    private Map<String, Object> data() {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("made", result.plan().study().parts());
        data.put("objective", result.options().objective().words());
        data.put("tried", result.rows().size());
        data.put("trials", result.plan().size());
        data.put("notes", SweepNotes.of(result));
        data.put("axes", result.options().axes().stream()
                .map(axis -> Map.of("name", axis.name(), "values", axis.values())).toList());
        data.put("columns", columns);
        data.put("rows", result.ranked().stream().map(this::row).toList());
        data.put("best", number(result.best()));
        data.put("steadiest", number(result.steadiest()));
        data.put("pairs", HeatMap.of(result.options().axes().size(), result.ranked(), result.options().objective())
                .stream().map(SweepPage::heat).toList());
        data.put("evidence", result.evidence().map(SweepPage::evidence).orElse(null));
        data.put("verdict", SweepNotes.verdict(result));
        data.put("walk", result.walkForward().map(this::walk).orElse(null));
        data.put("refused", result.plan().refused().entrySet().stream().limit(MOST_REFUSED)
                .map(refused -> List.of(refused.getKey().toString(), refused.getValue())).toList());
        return data;
    }

    private static @Nullable Integer number(Optional<TrialRow> row) {
        return row.map(found -> found.trial().number()).orElse(null);
    }

    private Map<String, Object> row(TrialRow row) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("number", row.trial().number());
        data.put("steps", row.trial().set().steps());
        data.put("value", row.figures().get(result.options().objective().figure()));
        data.put("near", result.neighbours(row).isPresent() ? result.neighbours(row).getAsDouble() : null);
        data.put("figures", columns.stream().map(row.figures()::get).toList());
        return data;
    }

    private static Map<String, Object> heat(HeatMap map) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("x", map.x());
        data.put("y", map.y().orElse(null));
        data.put("cells", map.cells().stream()
                .map(cell -> List.of(cell.column(), cell.row(), cell.median(), cell.around())).toList());
        return data;
    }

    private static Map<String, Object> evidence(Evidence evidence) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("trials", evidence.trials());
        data.put("sharpe", evidence.sharpe());
        data.put("luck", evidence.luck());
        data.put("deflated", evidence.deflated());
        data.put("overfitting", evidence.overfitting().map(found -> found.probability()).orElse(null));
        data.put("realityCheck", evidence.realityCheck());
        return data;
    }

    private Map<String, Object> walk(WalkForwardResult walk) {
        double[] curve = walk.curve();
        long first = walk.turns().getFirst().window().test().from().getEpochSecond();
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("words", walk.words());
        data.put("sharpe", finite(walk.sharpe()));
        data.put("trainSharpe", finite(walk.trainMean("sharpe")));
        data.put("return", curve[curve.length - 1] - 1);
        data.put("drawdown", Drawdowns.of(curve).deepest());
        data.put("time", IntStream.range(0, curve.length).mapToLong(day -> first + day * Duration.ofDays(1).toSeconds())
                .toArray());
        data.put("curve", curve);
        data.put("hindsight", hindsight(walk));
        data.put("turns", walk.turns().stream().map(this::turn).toList());
        return data;
    }

    /// The best set of the whole period, over the days that were traded on.
    private double[] hindsight(WalkForwardResult walk) {
        int before = (int) Duration.between(result.plan().period().from(),
                walk.turns().getFirst().window().test().from()).toDays();
        double[] curve = new double[walk.curve().length];
        Arrays.fill(curve, 1);
        result.best().map(TrialRow::returns).ifPresent(returns -> {
            for (int day = 1; day < curve.length; day++) {
                int at = before + day - 1;
                curve[day] = curve[day - 1] * (1 + (at < returns.length ? returns[at] : 0));
            }
        });
        return curve;
    }

    private Map<String, Object> turn(WalkForwardResult.Turn turn) {
        String figure = result.options().objective().figure();
        List<String> days = new ArrayList<>();
        for (TestPeriod period : List.of(turn.window().train(), turn.window().test())) {
            days.add("%s to %s".formatted(period.from().toString().substring(0, DAY_LENGTH),
                    period.to().toString().substring(0, DAY_LENGTH)));
        }
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("time", turn.window().test().from().getEpochSecond());
        data.put("train", days.getFirst());
        data.put("test", days.getLast());
        data.put("set", turn.train().map(row -> row.trial().set().toString()).orElse(null));
        data.put("in", turn.train().map(row -> row.figures().get(figure)).orElse(null));
        data.put("out", turn.test().map(row -> row.figures().get(figure)).orElse(null));
        data.put("net", turn.test().map(row -> row.figures().get("net")).orElse(null));
        return data;
    }

    private static @Nullable Double finite(double value) {
        return Double.isFinite(value) ? value : null;
    }
}
