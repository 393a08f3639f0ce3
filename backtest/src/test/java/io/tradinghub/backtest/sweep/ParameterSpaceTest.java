package io.tradinghub.backtest.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Which sets a sweep tries.
final class ParameterSpaceTest {

    private static ParameterSpace space(String... axes) {
        return new ParameterSpace(Stream.of(axes).map(Axis::parse).toList());
    }

    private static List<String> sets(ParameterSpace space, Optional<ParameterSpace.Sobol> sobol) {
        return space.sets(sobol, _ -> true).stream().map(ParameterSet::toString).toList();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            A=8..32:8       | A=8,16,24,32
            A=8..33:8       | A=8,16,24,32
            A=2..4          | A=2,3,4
            A=0.5..2:0.5    | A=0.5,1.0,1.5,2.0
            A=-1..1         | A=-1,0,1
            A=5,15,60       | A=5,15,60
            A=BTCUSDT,x     | A=BTCUSDT,x
            """)
    void anAxisHasTheValuesOfItsText(String text, String values) {
        assertThat(Axis.parse(text)).hasToString(values);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            A               | write NAME=FROM..TO:STEP or NAME=VALUE,VALUE
            A=              | write NAME=FROM..TO:STEP or NAME=VALUE,VALUE
            =1..2           | write NAME=FROM..TO:STEP or NAME=VALUE,VALUE
            A=1..x          | is no number
            A=3..1          | the first value must not be above the last
            A=1..3:0        | the step must be above 0
            A=1..3:-1       | the step must be above 0
            A=1..2:3:4      | write NAME=FROM..TO:STEP
            A=1,,2          | a value is empty or stands there twice
            A=1,1           | a value is empty or stands there twice
            A=1..1000000000 | choose a larger step
            """)
    void aTextThatIsNoAxisIsRefused(String text, String reason) {
        assertThatThrownBy(() -> Axis.parse(text)).hasMessageStartingWith("--vary " + text + ": ")
                .hasMessageContaining(reason);
    }

    @Test
    void allCombinationsAreTriedTheLastAxisFirst() {
        assertThat(sets(space("A=1,2", "B=x,y,z"), Optional.empty())).containsExactly("A=1 B=x", "A=1 B=y", "A=1 B=z",
                "A=2 B=x", "A=2 B=y", "A=2 B=z");
    }

    @Test
    void tooManyCombinationsAreRefused() {
        assertThatThrownBy(() -> sets(space("A=1..10000", "B=1..10000", "C=1..10000"), Optional.empty()))
                .hasMessageContaining("a sweep tries at most 20,000; choose larger steps, or some of them: --sobol N");
    }

    @Test
    void anAxisThatStandsThereTwiceIsRefused() {
        assertThatThrownBy(() -> space("A=1,2", "A=3")).hasMessage("--vary A stands there twice");
    }

    @Test
    void drawnSetsDifferAndTheSameSeedDrawsTheSame() {
        ParameterSpace space = space("A=1..50", "B=1..50", "C=1..50");
        List<String> drawn = sets(space, Optional.of(new ParameterSpace.Sobol(100, 5)));
        assertThat(drawn).hasSize(100).doesNotHaveDuplicates()
                .isEqualTo(sets(space, Optional.of(new ParameterSpace.Sobol(100, 5))))
                .isNotEqualTo(sets(space, Optional.of(new ParameterSpace.Sobol(100, 6))));
    }

    @Test
    void drawnSetsCoverTheSpace() {
        List<ParameterSet> drawn = space("A=0..15", "B=0..15").sets(Optional.of(new ParameterSpace.Sobol(64, 1)),
                _ -> true);
        for (int corner = 0; corner < 4; corner++) {
            int a = corner / 2;
            int b = corner % 2;
            assertThat(drawn).filteredOn(set -> set.steps().get(0) / 8 == a && set.steps().get(1) / 8 == b)
                    .hasSizeBetween(12, 20);
        }
    }

    @Test
    void onlyAcceptedSetsCountAsDrawn() {
        assertThat(space("A=1..100", "B=1..100").sets(Optional.of(new ParameterSpace.Sobol(40, 1)),
                set -> set.steps().get(0) < set.steps().get(1))).hasSize(40)
                .allMatch(set -> set.steps().get(0) < set.steps().get(1));
    }

    @Test
    void aSpaceThatIsSmallerThanWhatShallBeDrawnIsTriedWhole() {
        assertThat(sets(space("A=1..3"), Optional.of(new ParameterSpace.Sobol(10, 1)))).hasSize(3);
    }
}
