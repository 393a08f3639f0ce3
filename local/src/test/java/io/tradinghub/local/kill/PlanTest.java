package io.tradinghub.local.kill;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.LongStream;

import io.tradinghub.local.wire.Moment;
import org.junit.jupiter.api.Test;

class PlanTest {
    private static final int CELLS = Moment.values().length * Trouble.values().length;

    @Test
    void consecutiveSeedsKillAtEveryMomentInEveryTrouble() {
        assertThat(LongStream.range(7, 7 + CELLS).mapToObj(Plan::of)
                .map(plan -> plan.moment() + " " + plan.trouble()).collect(Collectors.toSet())).hasSize(CELLS);
    }

    @Test
    void aSeedGivesTheSamePlanEachTime() {
        assertThat(LongStream.range(0, CELLS)).allMatch(seed -> Plan.of(seed).equals(Plan.of(seed)));
    }
}
