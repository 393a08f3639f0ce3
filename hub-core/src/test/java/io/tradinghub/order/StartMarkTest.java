package io.tradinghub.order;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;

import org.junit.jupiter.api.Test;

final class StartMarkTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    void isNewerThanAMarkOfAClockThatWasAhead() {
        StartMark ahead = StartMark.of(NOW.plusSeconds(3_600), 1);
        StartMark next = StartMark.following(Optional.of(ahead), NOW, 2);
        assertThat(next).isEqualTo(StartMark.of(NOW.plusSeconds(3_601), 2));
        assertThat(next.isNewerThan(ahead)).isTrue();
    }

    @Test
    void isNewerThanAMarkOfTheSameSecond() {
        StartMark before = StartMark.of(NOW, 1);
        assertThat(StartMark.following(Optional.of(before), NOW, 2).isNewerThan(before)).isTrue();
    }

    @Test
    void goesByTheClockWhenTheEarlierStartIsLongAgo() {
        assertThat(StartMark.following(Optional.of(StartMark.of(NOW.minusSeconds(60), 1)), NOW, 2))
                .isEqualTo(StartMark.of(NOW, 2));
    }

    @Test
    void goesByTheClockWhenThereWasNoEarlierStart() {
        assertThat(StartMark.following(Optional.empty(), NOW, 2)).isEqualTo(StartMark.of(NOW, 2));
    }
}
