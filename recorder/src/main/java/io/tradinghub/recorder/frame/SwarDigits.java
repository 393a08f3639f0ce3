package io.tradinghub.recorder.frame;

/// Parses up to eight ASCII digits at a time in a little-endian word (SWAR: each digit is one byte lane of a long).
/// Every word must hold ASCII text.
final class SwarDigits {
    private static final int MILLIS_DIGITS = 13;
    private static final long ZEROS = 0x3030_3030_3030_3030L;
    private static final long ABOVE_NINE = 0x7676_7676_7676_7676L;
    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;
    private static final long LANES = 0x0000_00FF_0000_00FFL;
    private static final long WEIGHTS_HIGH = 100 + (1_000_000L << 32);
    private static final long WEIGHTS_LOW = 1 + (10_000L << 32);

    private SwarDigits() {}

    /// Marks every character that is not a digit by the highest bit of its lane.
    static long nonDigits(long word) {
        return ((word ^ ZEROS) + ABOVE_NINE) & HIGH_BITS;
    }

    /// Returns the index of the first marked character.
    static int firstMarked(long marks) {
        return Long.numberOfTrailingZeros(marks) >>> 3;
    }

    /// Returns how many digits the word begins with.
    static int leadingDigits(long word) {
        return firstMarked(nonDigits(word));
    }

    /// Returns the value of the first `count` characters, all digits; 0 when `count` is 0.
    static long value(long word, int count) {
        // Shifts the digits to the end of the word behind leading zeros; in two steps, because a shift by 64 does
        // nothing.
        int half = (Long.BYTES - count) * Byte.SIZE / 2;
        return combine((word ^ ZEROS) << half << half);
    }

    /// Returns the value of the first `end` characters, fewer than eight, without the one at `point`.
    static long valueWithoutPoint(long word, int point, int end) {
        long lanes = word ^ ZEROS;
        long whole = lanes & ((1L << (point * Byte.SIZE)) - 1);
        long fraction = lanes & (-1L << ((point + 1) * Byte.SIZE));
        return combine(((whole << Byte.SIZE) | fraction) << ((Long.BYTES - end) * Byte.SIZE));
    }

    /// Joins neighbouring digits to pairs and sums the four pairs with two multiplications.
    private static long combine(long lanes) {
        long pairs = lanes * 10 + (lanes >>> 8);
        return ((pairs & LANES) * WEIGHTS_HIGH + ((pairs >>> 16) & LANES) * WEIGHTS_LOW) >>> 32;
    }

    /// Returns the 13-digit time in epoch milliseconds at `at` (13 digits until the year 2286), or -1 if there is none.
    /// The caller checks what follows it. Reads the first and the last eight digits; the two words overlap.
    static long millis(byte[] text, int at) {
        long head = LittleEndianLongs.get(text, at);
        long tail = LittleEndianLongs.get(text, at + MILLIS_DIGITS - Long.BYTES);
        if ((nonDigits(head) | nonDigits(tail)) != 0 || text[at] == '0') {
            return -1;
        }
        return value(head, MILLIS_DIGITS - Long.BYTES) * 100_000_000 + value(tail, Long.BYTES);
    }

    /// Returns the position after a time that was read at `at`, or [FrameText#NO_MATCH] if there was none.
    static int matchMillis(long millis, int at) {
        return millis < 0 ? FrameText.NO_MATCH : at + MILLIS_DIGITS;
    }

    /// Returns the position after a time whose value is not needed, or [FrameText#NO_MATCH].
    static int matchMillis(byte[] text, int at) {
        return matchMillis(millis(text, at), at);
    }

    /// Returns the position after a whole number of at most 18 digits, or [FrameText#NO_MATCH].
    static int matchWhole(byte[] text, int at) {
        int end = at;
        while (text[end] >= '0' && text[end] <= '9') {
            end++;
        }
        boolean isWhole = end > at && end - at <= 18 && (text[at] != '0' || end == at + 1);
        return isWhole ? end : FrameText.NO_MATCH;
    }
}
