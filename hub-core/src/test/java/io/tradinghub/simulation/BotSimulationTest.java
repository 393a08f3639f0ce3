package io.tradinghub.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class BotSimulationTest {

    @Test
    void tradesWhereNothingGoesWrong() {
        assertThat(BotSimulation.run(1, 2, Faults.NONE).executions()).isGreaterThan(20);
        assertThat(BotSimulation.run(3, 2, Faults.NONE).executions()).isGreaterThan(20);
    }

    @Test
    void repeatsASeedExactly() {
        assertThat(BotSimulation.run(5, 3, Faults.HOSTILE)).isEqualTo(BotSimulation.run(5, 3, Faults.HOSTILE));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void survivesAWeekInWhichEverythingGoesWrong(long seed) {
        BotSimulation.Outcome outcome = BotSimulation.run(seed, 7, Faults.HOSTILE);
        assertThat(outcome.executions()).isGreaterThan(20);
        assertThat(outcome.disturbances()).isGreaterThan(40);
    }
}
