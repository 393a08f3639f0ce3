package io.tradinghub.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What the engine makes of a wall clock that jumps.
final class EngineTimeTest {
    private static final long WALL = Bench.START.toEpochMilli();
    private static final long HOUR = 3_600_000;
    private final EngineTime time = new EngineTime();

    @BeforeEach
    void start() {
        assertThat(time.advanceTo(WALL, 500)).isZero();
        assertThat(time.wallMillis()).isEqualTo(WALL);
        assertThat(time.millisSinceStart()).isZero();
    }

    /// Goes on to this moment since the start, with a wall clock that is so far ahead.
    private long advance(long sinceStart, long ahead) {
        return time.advanceTo(WALL + sinceStart + ahead, 500 + sinceStart);
    }

    private long aheadAt(long sinceStart) {
        return time.wallMillis() - WALL - sinceStart;
    }

    @Test
    void bothClocksGoOnTogether() {
        assertThat(advance(1_000, 0)).isZero();
        assertThat(time.steadyMillis()).isEqualTo(1_500);
        assertThat(time.millisSinceStart()).isEqualTo(1_000);
        assertThat(time.wall()).isEqualTo(Bench.START.plusSeconds(1));
        assertThat(time.isDoubted()).isFalse();
    }

    @Test
    void theSteadyClockNeverGoesBack() {
        advance(1_000, 0);
        time.advanceTo(WALL + 1_000, 700);
        assertThat(time.steadyMillis()).isEqualTo(1_500);
        assertThat(time.wallMillis()).isEqualTo(WALL + 1_000);
    }

    @Test
    void aClockThatIsAdjustedByTwoSecondsIsFollowedAndNeverBackwards() {
        assertThat(advance(1_000, 2_000)).isZero();
        assertThat(aheadAt(1_000)).isEqualTo(2_000);
        assertThat(advance(1_001, 1)).isZero();
        assertThat(time.wallMillis()).isEqualTo(WALL + 3_000);
        assertThat(time.isDoubted()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(longs = {2_001, HOUR, -2_001, -HOUR})
    void aJumpIsDoubtedForTenSecondsAndThenBelieved(long jump) {
        assertThat(advance(1_000, jump)).isZero();
        assertThat(time.isDoubted()).isTrue();
        assertThat(aheadAt(1_000)).isZero();
        assertThat(advance(10_999, jump)).isZero();
        assertThat(time.isDoubted()).isTrue();
        assertThat(aheadAt(10_999)).isZero();
        assertThat(advance(11_000, jump)).isEqualTo(jump);
        assertThat(time.isDoubted()).isFalse();
        assertThat(aheadAt(11_000)).isEqualTo(jump);
    }

    @Test
    void aJumpThatGrowsByNoMoreThanAnAdjustmentIsTheSameJump() {
        advance(1_000, HOUR);
        advance(6_000, HOUR + 2_000);
        assertThat(advance(11_000, HOUR + 2_000)).isEqualTo(HOUR + 2_000);
    }

    @Test
    void anotherJumpIsDoubtedForTenSecondsOfItsOwn() {
        advance(1_000, HOUR);
        advance(6_000, HOUR + 2_001);
        assertThat(advance(15_999, HOUR + 2_001)).isZero();
        assertThat(advance(16_000, HOUR + 2_001)).isEqualTo(HOUR + 2_001);
    }

    @Test
    void oneMomentStampedTomorrowIsForgotten() {
        advance(1_000, 24 * HOUR);
        assertThat(advance(1_001, 0)).isZero();
        assertThat(time.isDoubted()).isFalse();
        assertThat(aheadAt(1_001)).isZero();
        advance(12_000, 24 * HOUR);
        assertThat(time.isDoubted()).isTrue();
    }
}
