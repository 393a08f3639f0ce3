package io.tradinghub.local.kill;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;

import io.tradinghub.local.wire.Moment;

/// What one run does, all of it from its seed.
///
/// @param occurrence at which time that the moment comes the bot is killed
/// @param atStart a kill during a resync comes at a start, not after a reconnect
/// @param dead how long no process lives, zero or long enough for stops to fire
/// @param trading how long the next one trades before the market stands still
record Plan(long seed, Moment moment, Trouble trouble, int occurrence, boolean atStart, Duration dead,
        Duration trading) {
    private static final int SHORTEST_DEAD_MILLIS = 500;
    private static final int MORE_DEAD_MILLIS = 2_500;
    private static final int MOST_RESYNC_ANSWERS = 5;
    private static final int MOST_OCCURRENCES = 3;

    /// Consecutive seeds go through every moment and every trouble: 16 and 5 have no common divisor.
    static Plan of(long seed) {
        List<Moment> moments = List.of(Moment.values());
        List<Trouble> troubles = List.of(Trouble.values());
        Moment moment = moments.get((int) (seed % moments.size()));
        Trouble trouble = troubles.get((int) (seed % troubles.size()));
        SplittableRandom random = new SplittableRandom(seed);
        int occurrence = 1 + random.nextInt(switch (moment) {
            case DURING_RESYNC -> MOST_RESYNC_ANSWERS;
            case BETWEEN_FILLS, BEFORE_CANCEL, DURING_CANCEL, BEFORE_PROTECT, DURING_PROTECT -> 1;
            case BEFORE_INTENT, INTENT_COMMITTED, AFTER_COMMIT, BEFORE_REQUEST, DURING_REQUEST, AFTER_REQUEST,
                    BEFORE_ANSWER, BEFORE_BOOKING, FILL_COMMITTED, BEFORE_BOARD ->
                MOST_OCCURRENCES;
        });
        Duration dead = random.nextBoolean()
                ? Duration.ofMillis(SHORTEST_DEAD_MILLIS + random.nextInt(MORE_DEAD_MILLIS))
                : Duration.ZERO;
        return new Plan(seed, moment, trouble, occurrence, random.nextBoolean(), dead,
                Duration.ofMillis(1_000 + random.nextInt(2_000)));
    }

    /// For the randomness of the run itself.
    SplittableRandom random() {
        return new SplittableRandom(~seed);
    }
}
