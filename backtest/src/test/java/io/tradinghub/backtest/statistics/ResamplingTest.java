package io.tradinghub.backtest.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;

import com.fasterxml.jackson.databind.JsonNode;
import io.tradinghub.backtest.ReferenceFiles;
import io.tradinghub.backtest.statistics.Resampling.Distribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/// Random numbers differ between languages, so percentiles are compared within three standard errors.
class ResamplingTest {
    private static final Resampling DRAWS = new Resampling(2_000, 7);

    @Test
    @EnabledIfEnvironmentVariable(named = ReferenceFiles.FOLDER, matches = ".+")
    void sharpeOfDrawnDaysIsWhatOtherProgramsCompute() {
        double[] returns = ReferenceFiles.returns(10_000, ReferenceFiles.column("stats-buyhold-equity.csv", "equity"));
        JsonNode reference = reference("stationary_bootstrap_sharpe").path("percentiles");
        Distribution drawn = DRAWS.sharpeOfDrawnDays(returns, 10);
        assertNear(drawn.quantile(0.025), reference.path("p2.5"));
        assertNear(drawn.quantile(0.5), reference.path("p50"));
        assertNear(drawn.quantile(0.975), reference.path("p97.5"));
    }

    @Test
    @EnabledIfEnvironmentVariable(named = ReferenceFiles.FOLDER, matches = ".+")
    void realityCheckIsWhatOtherProgramsCompute() {
        double[][] returns = ReferenceFiles.matrix("pbo-matrix.csv.gz");
        assertNear(DRAWS.realityCheck(returns, 10),
                reference("reality_check").path("p_values").path("white_reality_check"));
    }

    private static JsonNode reference(String name) {
        return ReferenceFiles.json("resampling-reference.json").path(name);
    }

    private static void assertNear(double computed, JsonNode reference) {
        assertThat(computed).isCloseTo(reference.path("mean").doubleValue(),
                within(reference.path("tolerance_3se").doubleValue()));
    }

    @Test
    void shuffledTradesKeepTheirSumAndDrawnOnesDoNot() {
        double[] net = {10, -4, 3, -7, 5};
        Distribution falls = DRAWS.drawdownsOfShuffledTrades(net);
        assertThat(falls.sorted()).hasSize(2_000);
        // the worst order has both losses in a row, the best one a gain between them that makes up for the first
        assertThat(falls.quantile(1)).isEqualTo(11);
        assertThat(falls.quantile(0)).isEqualTo(7);
        Distribution sums = DRAWS.sumsOfDrawnTrades(net);
        assertThat(sums.quantile(0.5)).isBetween(0.0, 15.0);
        assertThat(sums.quantile(1)).isGreaterThan(30);
        assertThat(DRAWS.drawdownsOfDrawnTrades(net).quantile(1)).isGreaterThan(11);
    }

    @Test
    void pathsOfShuffledTradesBeginAndEndAlike() {
        double[] net = new double[500];
        Arrays.setAll(net, i -> i % 3 == 0 ? -5 : 4);
        Resampling.Paths paths = DRAWS.pathsOfShuffledTrades(net, 100);
        assertThat(paths.at()).hasSize(101).startsWith(0, 5).endsWith(495, 500);
        double sum = Arrays.stream(net).sum();
        assertThat(paths.ends().quantile(0)).isEqualTo(sum);
        assertThat(paths.ends().quantile(1)).isEqualTo(sum);
        // in the middle a path is half of the sum, give or take the deviation of a draw without replacement
        double deviation = Math.sqrt(500 / 4.0) * 9 * Math.sqrt(2.0 / 9);
        assertThat(paths.band(0.5)[50]).isCloseTo(sum / 2, within(6.0));
        assertThat(paths.band(0.95)[50] - paths.band(0.5)[50]).isCloseTo(1.645 * deviation, within(deviation / 4));
    }

    @Test
    void pathsOfDrawnDaysCompound() {
        double[] even = new double[40];
        Arrays.fill(even, 0.01);
        assertThat(DRAWS.pathsOfDrawnDays(even, 10, 8).band(0.3)[8]).isCloseTo(Math.pow(1.01, 40), within(1e-12));
        double[] uneven = {0.1, -0.05, 0.02, 0.01, -0.02, 0.03};
        Resampling.Paths paths = DRAWS.pathsOfDrawnDays(uneven, 1, 100);
        assertThat(paths.band(0)[1]).isEqualTo(0.95);
        assertThat(paths.band(1)[1]).isEqualTo(1.1);
        assertThat(paths.ends().quantile(0.95)).isGreaterThan(paths.ends().quantile(0.5));
    }

    @Test
    void theSameSeedGivesTheSameAnswers() {
        double[] returns = {0.01, -0.02, 0.03, 0.01, -0.01, 0.02};
        assertThat(DRAWS.sharpeOfDrawnDays(returns, 2).sorted())
                .isEqualTo(new Resampling(2_000, 7).sharpeOfDrawnDays(returns, 2).sorted())
                .isNotEqualTo(new Resampling(2_000, 8).sharpeOfDrawnDays(returns, 2).sorted());
    }

    @Test
    void noiseIsNotTakenForSkill() {
        double[][] noise = {{0.01, -0.01}, {-0.01, 0.01}, {0.01, -0.01}, {-0.01, 0.01}, {0.01, 0.01}, {-0.01, -0.01}};
        assertThat(DRAWS.realityCheck(noise, 2)).isGreaterThan(0.3);
    }

    @Test
    void refusesNoDraws() {
        assertThatThrownBy(() -> new Resampling(0, 1)).isInstanceOf(IllegalArgumentException.class);
    }
}
