package io.tradinghub.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

    @Test
    void carriesTheSecondAndTheChanceWithLeadingZeros() {
        assertThat(StartMark.of(Instant.ofEpochSecond(37), 38)).hasToString("000011012");
        assertThat(StartMark.of(Instant.ofEpochSecond(2_176_782_335L), 46_655)).hasToString("zzzzzzzzz");
    }

    @Test
    void anyChanceMakesThreeCharacters() {
        assertThat(StartMark.of(NOW, -1)).isEqualTo(StartMark.of(NOW, 46_655));
        assertThat(StartMark.of(NOW, 46_656)).isEqualTo(StartMark.of(NOW, 0));
    }

    /// The base-36 seconds begin anew in the year 2038; what follows them does not.
    @Test
    void followsAMarkOfTheSameRoundAfterTheSecondsBeganAnew() {
        Instant later = Instant.ofEpochSecond(2_176_782_336L + 100);
        StartMark ahead = StartMark.of(later.plusSeconds(60), 1);
        assertThat(StartMark.following(Optional.of(ahead), later, 2)).isEqualTo(StartMark.of(later.plusSeconds(61), 2));
    }

    @Test
    void ofTwoMarksOfOneSecondNeitherIsNewer() {
        StartMark one = StartMark.of(NOW, 1);
        StartMark other = StartMark.of(NOW, 2);
        assertThat(one.isNewerThan(other)).isFalse();
        assertThat(other.isNewerThan(one)).isFalse();
        assertThat(StartMark.of(NOW.plusSeconds(1), 0).isNewerThan(other)).isTrue();
        assertThat(one.isNewerThan(StartMark.of(NOW.plusSeconds(1), 0))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"000000000", "999999999", "aaaaaaaaa", "zzzzzzzzz"})
    void takesEveryDigitOfItsBase(String value) {
        assertThat(new StartMark(value)).hasToString(value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"00001101", "0000110123", "00001101A", "00001101-", "00001101`", "00001101{", "00001101/",
            "00001101:"})
    void refusesWhatIsNoMark(String value) {
        assertThatThrownBy(() -> new StartMark(value)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + value + "'");
    }
}
