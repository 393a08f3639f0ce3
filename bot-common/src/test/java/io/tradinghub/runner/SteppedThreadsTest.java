package io.tradinghub.runner;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

final class SteppedThreadsTest extends RunnerThreadsContract {
    private final SteppedThreads stepped = new SteppedThreads();
    private final List<String> order = new ArrayList<>();

    @Override
    RunnerThreads threads() {
        return new SteppedThreads();
    }

    @Test
    void oneRunsAtATimeAndTheFirstToBeDueWakesFirst() throws InterruptedException {
        startSleeper("late", Duration.ofDays(2));
        startSleeper("early", Duration.ofDays(1));
        stepped.sleep(Duration.ofDays(3));
        assertThat(order).containsExactly("late starts at P0D", "early starts at P0D", "early wakes at P1D",
                "late wakes at P2D");
        assertThat(stepped.nanoTime()).isEqualTo(Duration.ofDays(3).toNanos());
    }

    @Test
    void noTimePassesAfterWhatIsWaitedForHasComeTrue() throws InterruptedException {
        startSleeper("other", Duration.ofDays(1));
        startSleeper("third", Duration.ofDays(2));
        assertThat(stepped.await(() -> order.contains("other wakes at P1D"), Duration.ofDays(9))).isTrue();
        assertThat(stepped.nanoTime()).isEqualTo(Duration.ofDays(1).toNanos());
    }

    private void startSleeper(String name, Duration time) {
        Thread unused = stepped.start(Thread.ofVirtual(), () -> {
            try {
                order.add("%s starts at P%dD".formatted(name, days()));
                stepped.sleep(time);
                order.add("%s wakes at P%dD".formatted(name, days()));
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private long days() {
        return Duration.ofNanos(stepped.nanoTime()).toDays();
    }
}
