package io.tradinghub.backtest.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.tradinghub.backtest.TestPeriod;
import io.tradinghub.backtest.command.BacktestOptions;
import io.tradinghub.backtest.files.CandleFiles;
import org.junit.jupiter.api.Test;

/// Which set is best, and what stands around it.
final class SweepResultTest {
    private static final TestPeriod PERIOD = new TestPeriod(Instant.EPOCH, Instant.EPOCH.plusSeconds(86_400));
    /// A peak alone at A=2 B=2, and a plateau around A=4 B=2.
    private static final double[][] VALUES = {{0.1, 0.2, 0.1}, {0.2, 9.0, 0.1}, {0.1, 0.2, 1.0}, {0.9, 1.2, 1.1},
            {0.8, 1.1, 0.9}};

    private static SweepResult result(Optional<ParameterSpace.Sobol> sobol) {
        List<Axis> axes = List.of(Axis.parse("A=1..5"), Axis.parse("B=1..3"));
        BacktestOptions common = new BacktestOptions("b", Map.of(), Map.of(),
                new BacktestOptions.Market.Candles(List.of(Path.of("x")), Optional.empty()), Optional.empty(),
                Optional.empty(), Optional.empty(), 1, BacktestOptions.Holes.REFUSED, BacktestOptions.Funding.IGNORED,
                Optional.empty(), "");
        SweepOptions options = new SweepOptions(common, axes, sobol, Objective.SHARPE, 1, Path.of("out"),
                TrialStore.Mode.NEW, Optional.empty());
        List<ParameterSet> sets = new ParameterSpace(axes).sets(Optional.empty(), _ -> true);
        List<TrialRow> rows = new ArrayList<>();
        for (ParameterSet set : sets) {
            Trial trial = new Trial(new Trial.Key(Trial.Kind.WHOLE, 0, rows.size() + 1), PERIOD, set);
            rows.add(new TrialRow(trial, Optional.empty(),
                    Map.of("sharpe", VALUES[set.steps().get(0)][set.steps().get(1)]), List.of(), List.of(1.0)));
        }
        SweepPlan plan = new SweepPlan(sets, Map.of(), Map.of(), CandleFiles.read(List.of()).market(), PERIOD,
                List.of(), new Study(new LinkedHashMap<>()));
        return new SweepResult(options, plan, rows, Optional.empty());
    }

    @Test
    void aPeakAloneIsBestButNotSteadiest() {
        SweepResult result = result(Optional.empty());
        TrialRow best = result.best().orElseThrow();
        assertThat(best.trial().set()).hasToString("A=2 B=2");
        assertThat(result.neighbours(best)).hasValue(0.2);
        assertThat(result.steadiest().orElseThrow().trial().set()).hasToString("A=4 B=2");
    }

    @Test
    void theNearestSetsAreNeighboursWhereSetsWereDrawn() {
        SweepResult result = result(Optional.of(new ParameterSpace.Sobol(15, 1)));
        assertThat(result.neighbours(result.best().orElseThrow())).hasValue(0.2);
    }

    @Test
    void theHeatMapShowsWhatStaysOfAPeak() {
        SweepResult result = result(Optional.empty());
        List<HeatMap> maps = HeatMap.of(2, result.ranked(), Objective.SHARPE);
        assertThat(maps).hasSize(1);
        assertThat(maps.getFirst().cells()).hasSize(15).contains(new HeatMap.Cell(1, 1, 9.0, 0.2),
                new HeatMap.Cell(3, 1, 1.2, 0.9));
    }

    @Test
    void thePageNeedsNothingFromElsewhere() {
        assertThat(SweepPage.of(result(Optional.empty()))).contains("\"best\":5", "\"steadiest\":11")
                .doesNotContain("{{", "<link", " src=", "@import");
    }
}
