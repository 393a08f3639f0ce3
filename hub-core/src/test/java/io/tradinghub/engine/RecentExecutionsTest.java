package io.tradinghub.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradinghub.order.ExecutionId;
import org.junit.jupiter.api.Test;

/// An execution that is told twice is booked once.
final class RecentExecutionsTest {
    private final RecentExecutions recent = new RecentExecutions();

    private static ExecutionId id(int number) {
        return new ExecutionId("e" + number);
    }

    @Test
    void anExecutionIsNewOnce() {
        assertThat(recent.contains(id(1))).isFalse();
        assertThat(recent.add(id(1))).isTrue();
        assertThat(recent.contains(id(1))).isTrue();
        assertThat(recent.add(id(1))).isFalse();
    }

    @Test
    void theLast50000AreRememberedAndTheOldestIsDroppedForTheNext() {
        for (int number = 1; number <= 50_000; number++) {
            recent.add(id(number));
        }
        assertThat(recent.contains(id(1))).isTrue();
        recent.add(id(50_001));
        assertThat(recent.contains(id(1))).isFalse();
        assertThat(recent.contains(id(2))).isTrue();
    }
}
