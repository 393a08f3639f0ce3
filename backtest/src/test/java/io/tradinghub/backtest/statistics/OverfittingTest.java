package io.tradinghub.backtest.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;

import com.fasterxml.jackson.databind.JsonNode;
import io.tradinghub.backtest.ReferenceFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OverfittingTest {

    @ParameterizedTest
    @CsvSource({"plain, 16", "plain_S10, 10"})
    @EnabledIfEnvironmentVariable(named = ReferenceFiles.FOLDER, matches = ".+")
    void isWhatOtherProgramsCompute(String name, int blocks) {
        JsonNode reference = ReferenceFiles.json("stats-reference.json").path("pbo").path(name);
        Overfitting of = Overfitting.of(ReferenceFiles.matrix("pbo-matrix.csv.gz"), blocks);
        assertThat(of.splits()).isEqualTo(reference.path("splits").intValue());
        assertThat(of.days()).isEqualTo(reference.path("rows_used").intValue());
        assertThat(of.strategies()).isEqualTo(reference.path("strategies").intValue());
        assertEqual(of.probability(), reference, "pbo");
        assertEqual(of.probabilityOfLoss(), reference, "probability_of_loss");
        assertEqual(of.slope(), reference, "degradation_slope");
        assertEqual(of.intercept(), reference, "degradation_intercept");
        assertEqual(of.fit(), reference, "degradation_r2");
        assertEqual(of.medianLogit(), reference, "median_logit");
        assertEqual(of.inSample(), reference, "mean_best_in_sample_sharpe_per_day");
        assertEqual(of.outOfSample(), reference, "mean_its_out_of_sample_sharpe_per_day");
    }

    private static void assertEqual(double computed, JsonNode reference, String name) {
        assertThat(computed).as(name).isCloseTo(reference.path(name).doubleValue(), within(1e-9));
    }

    @Test
    void aSetThatIsTrulyBetterIsNotOverfitted() {
        SplittableRandom random = new SplittableRandom(1);
        double[][] returns = new double[400][10];
        for (double[] day : returns) {
            for (int i = 0; i < day.length; i++) {
                day[i] = random.nextDouble(-0.01, 0.01) + (i == 3 ? 0.005 : 0);
            }
        }
        assertThat(Overfitting.of(returns, 8).probability()).isZero();
    }

    @Test
    void refusesBlocksThatCannotBeHalved() {
        assertThatThrownBy(() -> Overfitting.of(new double[20][2], 5)).hasMessageContaining("even number of blocks");
        assertThatThrownBy(() -> Overfitting.of(new double[4][2], 6)).hasMessageContaining("a day for each");
    }
}
