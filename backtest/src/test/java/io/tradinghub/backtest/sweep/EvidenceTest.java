package io.tradinghub.backtest.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

import com.fasterxml.jackson.databind.JsonNode;
import io.tradinghub.backtest.ReferenceFiles;
import io.tradinghub.backtest.TestPeriod;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/// Luck is called luck, and skill is not.
final class EvidenceTest {
    private static final TestPeriod PERIOD = new TestPeriod(Instant.EPOCH, Instant.EPOCH.plusSeconds(86_400));

    private static TrialRow row(int number, double[][] returns) {
        List<Double> days = new ArrayList<>();
        days.add(10_000.0);
        for (double[] day : returns) {
            days.add(days.getLast() * (1 + day[number - 1]));
        }
        Trial trial = new Trial(new Trial.Key(Trial.Kind.WHOLE, 0, number), PERIOD,
                ParameterSet.at(List.of(), List.of()));
        return new TrialRow(trial, Optional.empty(), Map.of(), List.of(), days);
    }

    private static Evidence judge(double[][] returns) {
        List<TrialRow> rows = new ArrayList<>();
        for (int set = 1; set <= returns[0].length; set++) {
            rows.add(row(set, returns));
        }
        TrialRow best = rows.stream().max(Comparator.comparingDouble(row -> {
            double[] daily = row.returns();
            double mean = Arrays.stream(daily).average().orElseThrow();
            double squares = Arrays.stream(daily).map(value -> (value - mean) * (value - mean)).sum();
            return squares == 0 ? 0 : mean / Math.sqrt(squares);
        })).orElseThrow();
        return Evidence.of(best, rows).orElseThrow();
    }

    private static double[][] noise(int days, int sets, double skillOfTheThird) {
        SplittableRandom random = new SplittableRandom(11);
        double[][] returns = new double[days][sets];
        for (double[] day : returns) {
            for (int set = 0; set < sets; set++) {
                day[set] = random.nextDouble(-0.02, 0.02) + (set == 2 ? skillOfTheThird : 0);
            }
        }
        return returns;
    }

    @Test
    void theBestOfManySetsWithoutWorthIsCalledLuck() {
        Evidence evidence = judge(noise(365, 60, 0));
        assertThat(evidence.sharpe()).isGreaterThan(1.5).isCloseTo(evidence.luck(), within(0.8));
        assertThat(evidence.deflated()).isLessThan(0.8);
        assertThat(evidence.overfitting().orElseThrow().probability()).isGreaterThan(0.3);
        assertThat(evidence.realityCheck()).isGreaterThan(0.1);
        assertThat(evidence.words()).first().asString()
                .startsWith("The best of 60 sets without any worth shows a Sharpe");
    }

    @Test
    void aSetThatIsTrulyBetterIsNotCalledLuck() {
        Evidence evidence = judge(noise(365, 60, 0.006));
        assertThat(evidence.deflated()).isGreaterThan(0.95);
        assertThat(evidence.overfitting().orElseThrow().probability()).isLessThan(0.05);
        assertThat(evidence.realityCheck()).isLessThan(0.05);
        assertThat(evidence.words()).anyMatch(words -> words.contains("It is more than luck gives"));
    }

    @Test
    void moreTrialsMakeTheSameSetLessCredible() {
        double[][] returns = noise(365, 200, 0.003);
        List<TrialRow> others = new ArrayList<>();
        for (int set = 4; set <= 200; set++) {
            others.add(row(set, returns));
        }
        Evidence few = Evidence.of(row(3, returns), others.subList(0, 10)).orElseThrow();
        Evidence many = Evidence.of(row(3, returns), others).orElseThrow();
        assertThat(many.luck()).isGreaterThan(few.luck());
        assertThat(many.deflated()).isLessThan(few.deflated());
    }

    @Test
    void setsThatNeverTradeAreCountedAndDisturbNothing() {
        double[][] returns = noise(100, 20, 0);
        for (double[] day : returns) {
            day[0] = 0;
            day[7] = 0;
        }
        Evidence evidence = judge(returns);
        assertThat(evidence.trials()).isEqualTo(20);
        assertThat(evidence.deflated()).isBetween(0.0, 1.0);
        assertThat(evidence.overfitting().orElseThrow().strategies()).isEqualTo(20);
    }

    @Test
    @EnabledIfEnvironmentVariable(named = ReferenceFiles.FOLDER, matches = ".+")
    void realSetsAreJudgedAsOtherProgramsJudgeThem() {
        Evidence evidence = judge(ReferenceFiles.matrix("pbo-matrix.csv.gz"));
        JsonNode pbo = ReferenceFiles.json("stats-reference.json").path("pbo").path("plain");
        JsonNode check = ReferenceFiles.json("resampling-reference.json").path("reality_check").path("p_values")
                .path("white_reality_check");
        assertThat(evidence.trials()).isEqualTo(pbo.path("strategies").intValue());
        assertThat(evidence.overfitting().orElseThrow().probability()).isCloseTo(pbo.path("pbo").doubleValue(),
                within(1e-9));
        assertThat(evidence.realityCheck()).isCloseTo(check.path("mean").doubleValue(),
                within(2 * check.path("tolerance_3se").doubleValue()));
    }

    @Test
    void nothingIsSaidOfOneSetOrAFewDays() {
        double[][] returns = noise(100, 2, 0);
        assertThat(Evidence.of(row(1, returns), List.of(row(1, returns)))).isEmpty();
        double[][] few = noise(9, 5, 0);
        assertThat(Evidence.of(row(1, few), List.of(row(1, few), row(2, few)))).isEmpty();
    }
}
