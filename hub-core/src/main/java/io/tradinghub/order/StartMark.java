package io.tradinghub.order;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/// Names one start of a bot inside its order ids: the second of the start in base 36 (6 characters) and 3 random
/// characters, so that two holders of one BOT_ID never hand out the same id, whatever became of the ledger.
///
/// Marks sort by their second. Of two marks made in one second neither is newer.
public record StartMark(String value) implements Comparable<StartMark> {
    static final int LENGTH = 9;
    private static final int SECOND_LENGTH = 6;
    private static final int RADIX = 36;
    private static final int SALTS = RADIX * RADIX * RADIX;
    private static final long SECONDS = 2_176_782_336L;

    public StartMark {
        if (value.length() != LENGTH || !value.chars().allMatch(StartMark::isDigit)) {
            throw new IllegalArgumentException(
                    "a start mark is %d of 0-9 and a-z, got '%s'".formatted(LENGTH, value));
        }
    }

    /// The mark of a start at this moment.
    ///
    /// @param random any number; it chooses the 3 random characters
    public static StartMark of(Instant start, int random) {
        long second = Math.floorMod(start.getEpochSecond(), SECONDS);
        return new StartMark(padded(second, SECOND_LENGTH)
                + padded(Math.floorMod(random, SALTS), LENGTH - SECOND_LENGTH));
    }

    /// The mark of a start at this moment or, where the clock was ahead at an earlier start, one second after the
    /// newest mark found: a bot whose clock was put back would take its own earlier orders for those of a later start.
    ///
    /// @param newest the newest mark among the orders in the ledger
    public static StartMark following(Optional<StartMark> newest, Instant start, int random) {
        Instant earliest = newest.map(mark -> mark.second(start).plusSeconds(1)).orElse(start);
        return of(start.isAfter(earliest) ? start : earliest, random);
    }

    /// The second of the mark, in the round of marks to which the given moment belongs.
    public Instant second(Instant near) {
        long round = Math.floorDiv(near.getEpochSecond(), SECONDS) * SECONDS;
        return Instant.ofEpochSecond(round + Long.parseLong(value.substring(0, SECOND_LENGTH), RADIX));
    }

    private static String padded(long number, int length) {
        String digits = Long.toString(number, RADIX);
        return "0".repeat(length - digits.length()) + digits.toLowerCase(Locale.ROOT);
    }

    private static boolean isDigit(int character) {
        return (character >= '0' && character <= '9') || (character >= 'a' && character <= 'z');
    }

    /// Whether this start came later than the other.
    public boolean isNewerThan(StartMark other) {
        return compareTo(other) > 0;
    }

    @Override
    public int compareTo(StartMark other) {
        return value.substring(0, SECOND_LENGTH).compareTo(other.value.substring(0, SECOND_LENGTH));
    }

    @Override
    public String toString() {
        return value;
    }
}
