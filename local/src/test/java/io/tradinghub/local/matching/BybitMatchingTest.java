package io.tradinghub.local.matching;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.tradinghub.order.Fill;
import io.tradinghub.order.Origin;
import io.tradinghub.simulation.BotSimulation;
import io.tradinghub.simulation.Faults;
import io.tradinghub.simulation.Trace;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class BybitMatchingTest {
    private static final int BOTS = 3;

    private static BotSimulation.Outcome run(long seed, Faults faults, Trace trace) {
        return BotSimulation.run(new BotSimulation.Plan(seed, 1, BOTS, BybitMatching::start), faults, trace);
    }

    @Test
    void everyBotTradesWhereNothingGoesWrong() {
        Map<String, List<Fill>> fills = new HashMap<>();
        run(1, Faults.NONE, (_, who, what) -> {
            if (what instanceof Fill fill) {
                fills.computeIfAbsent(who, _ -> new ArrayList<>()).add(fill);
            }
        });
        assertThat(fills).hasSize(BOTS).allSatisfy((_, of) -> {
            assertThat(of).hasSizeGreaterThan(5);
            assertThat(of).extracting(Fill::origin).isSubsetOf(Origin.ORDER, Origin.STOP);
        });
    }

    @Test
    void repeatsASeedExactly() {
        List<String> first = new ArrayList<>();
        List<String> second = new ArrayList<>();
        BotSimulation.Outcome outcome = run(5, Faults.HOSTILE, (at, who, what) -> first.add(at + who + what));
        assertThat(run(5, Faults.HOSTILE, (at, who, what) -> second.add(at + who + what))).isEqualTo(outcome);
        assertThat(second).isEqualTo(first);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void survivesADayInWhichEverythingGoesWrong(long seed) {
        BotSimulation.Outcome outcome = run(seed, Faults.HOSTILE, Trace.NONE);
        assertThat(outcome.executions()).isGreaterThan(20);
        assertThat(outcome.disturbances()).isGreaterThan(10);
    }
}
