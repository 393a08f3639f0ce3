package io.tradinghub.local.kill;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;

class MatrixTableTest {
    private final MatrixTable table = new MatrixTable();

    @Test
    void aShareOfFivePercentMayMissItsMoment() {
        add(0, 95, true);
        add(95, 5, false);
        assertThat(table.hasMissedTooMany()).isFalse();
        add(100, 1, false);
        assertThat(table.hasMissedTooMany()).isTrue();
        assertThat(table.summary()).startsWith("101 runs, 6 killed at another moment than planned, ")
                .endsWith(" 0 wrong");
    }

    @Test
    void aWrongRunIsNamedInItsCellAndInTheSum() {
        add(0, 80, true);
        table.add(new Outcome(Plan.of(0), true, Duration.ofMillis(900), Duration.ofMillis(2_100), 1, 2, List.of(),
                List.of("order a was sent twice")));
        assertThat(table.violations()).isEqualTo(1);
        assertThat(table.lines()).contains(
                "| before the intent | 2, **1 wrong** | 1 | 1 | 1 | 1 | 6 of 6 | 0.9 s | 2.1 s |",
                "| **all** | 17, **1 wrong** | 16 | 16 | 16 | 16 | 81 of 81 | 0.9 s | 2.1 s |");
    }

    private void add(long firstSeed, int runs, boolean reached) {
        for (long seed = firstSeed; seed < firstSeed + runs; seed++) {
            table.add(new Outcome(Plan.of(seed), reached, Duration.ZERO, Duration.ZERO, 1, 2, List.of(),
                    List.of()));
        }
    }
}
