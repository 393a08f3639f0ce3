package io.tradinghub.recorder.frame;

/// Up to eight ASCII digits at a time, in a little-endian word (SWAR: the digits are lanes of one register). All words
/// are of ASCII text.
final class DigitWords {
    private static final int OF_MILLIS = 13;
    private static final long ZEROS = 0x3030_3030_3030_3030L;
    private static final long ABOVE_NINE = 0x7676_7676_7676_7676L;
    private static final long SIGNS = 0x8080_8080_8080_8080L;
    private static final long LANES = 0x0000_00FF_0000_00FFL;
    private static final long WEIGHTS_HIGH = 100 + (1_000_000L << 32);
    private static final long WEIGHTS_LOW = 1 + (10_000L << 32);

    private DigitWords() {}

    /// A mark, the highest bit of its lane, for each character that is no digit.
    static long others(long word) {
        return ((word ^ ZEROS) + ABOVE_NINE) & SIGNS;
    }

    /// How many characters stand before the first mark.
    static int before(long marks) {
        return Long.numberOfTrailingZeros(marks) >>> 3;
    }

    /// How many digits the word begins with.
    static int count(long word) {
        return before(others(word));
    }

    /// The number that the first `count` characters of the word make, which are digits; 0 for none.
    static long value(long word, int count) {
        // The digits move up to the end of the word, and zeros in front of them; in two steps, because a shift by 64
        // would do nothing.
        int half = (Words.BYTES - count) * Byte.SIZE / 2;
        return ofLanes((word ^ ZEROS) << half << half);
    }

    /// The number that the first `end` characters of the word make, less than eight, when the one at `point` is left
    /// out.
    static long valueAround(long word, int point, int end) {
        long lanes = word ^ ZEROS;
        long whole = lanes & ((1L << (point * Byte.SIZE)) - 1);
        long fraction = lanes & (-1L << ((point + 1) * Byte.SIZE));
        return ofLanes(((whole << Byte.SIZE) | fraction) << ((Words.BYTES - end) * Byte.SIZE));
    }

    /// Neighbours are joined to pairs, and four pairs added up by two multiplications.
    private static long ofLanes(long lanes) {
        long pairs = lanes * 10 + (lanes >>> 8);
        return ((pairs & LANES) * WEIGHTS_HIGH + ((pairs >>> 16) & LANES) * WEIGHTS_LOW) >>> 32;
    }

    /// The time in epoch milliseconds that stands here, of the thirteen digits that such a time has until the year
    /// 2286, or -1. What follows them is the caller's to look at. The words of the first and the last eight digits
    /// overlap.
    static long millis(byte[] text, int at) {
        long head = Words.get(text, at);
        long tail = Words.get(text, at + OF_MILLIS - Words.BYTES);
        if ((others(head) | others(tail)) != 0 || text[at] == '0') {
            return -1;
        }
        return value(head, OF_MILLIS - Words.BYTES) * 100_000_000 + value(tail, Words.BYTES);
    }

    /// The position behind a time that was read at `at`, or [FrameText#NOWHERE] when it was none.
    static int pastMillis(long millis, int at) {
        return millis < 0 ? FrameText.NOWHERE : at + OF_MILLIS;
    }

    /// The position behind a time that nobody wants to know, or [FrameText#NOWHERE].
    static int pastMillis(byte[] text, int at) {
        return pastMillis(millis(text, at), at);
    }

    /// The position behind a whole number of at most eighteen digits, or [FrameText#NOWHERE].
    static int pastWhole(byte[] text, int at) {
        int end = at;
        while (text[end] >= '0' && text[end] <= '9') {
            end++;
        }
        boolean whole = end > at && end - at <= 18 && (text[at] != '0' || end == at + 1);
        return whole ? end : FrameText.NOWHERE;
    }
}
