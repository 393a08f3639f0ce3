package io.tradinghub.recorder.frame;

/// Eight ASCII digits at a time, in a little-endian word (SWAR: the digits are lanes of one register).
final class Digits {
    static final int OF_MILLIS = 13;
    private static final long ZEROS = 0x3030_3030_3030_3030L;
    private static final long ABOVE_NINE = 0x7676_7676_7676_7676L;
    private static final long SIGNS = 0x8080_8080_8080_8080L;
    private static final long LANES = 0x0000_00FF_0000_00FFL;
    private static final long WEIGHTS_HIGH = 100 + (1_000_000L << 32);
    private static final long WEIGHTS_LOW = 1 + (10_000L << 32);

    private Digits() {}

    static boolean isDigit(byte character) {
        return character >= '0' && character <= '9';
    }

    static boolean areAll(long word) {
        long lanes = word - ZEROS;
        return ((lanes | (lanes + ABOVE_NINE)) & SIGNS) == 0 && (word & SIGNS) == 0;
    }

    /// The number of eight digits: neighbours are joined to pairs, and four pairs added up by two multiplications.
    static long value(long word) {
        long lanes = word - ZEROS;
        long pairs = lanes * 10 + (lanes >>> 8);
        return ((pairs & LANES) * WEIGHTS_HIGH + ((pairs >>> 16) & LANES) * WEIGHTS_LOW) >>> 32;
    }

    /// The number of thirteen digits, given its first eight and its last eight.
    static long millis(long head, long tail) {
        return value(head) / 1_000 * 100_000_000 + value(tail);
    }
}
