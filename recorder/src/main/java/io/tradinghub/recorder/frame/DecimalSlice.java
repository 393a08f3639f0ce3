package io.tradinghub.recorder.frame;

/// A plain decimal number inside a text: its position and, on demand, its value. Reused; valid only with the text it
/// was read from, which the caller passes to every method. The double is computed only on demand, because writing a
/// line copies the digits unchanged.
final class DecimalSlice {
    private static final int MAX_EXACT_DIGITS = 18;
    /// The mantissa when the number has more digits than a long holds.
    private static final long TOO_LONG = -1;
    private static final int SMALL_MANTISSA_BITS = 33;
    private static final int SMALL_SCALE = 8;
    private static final long[] POWERS_OF_TEN = {1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000,
            100_000_000};
    private int from;
    private int to;
    private int scale;
    private long mantissa;

    /// Reads a plain decimal (`0`, `12`, `0.07`; no sign, exponent or leading zero) with at most sixteen digits on
    /// either side of the point. Returns the position after it, or [FrameText#NO_MATCH].
    int read(byte[] text, int at) {
        long word = LittleEndianLongs.get(text, at);
        long nonDigits = SwarDigits.nonDigits(word);
        long second = nonDigits & (nonDigits - 1);
        if (second == 0) {
            return readLongDecimal(text, at);
        }
        // The whole number fits in this word.
        int whole = SwarDigits.firstMarked(nonDigits);
        int end = whole;
        from = at;
        scale = 0;
        if (text[at + whole] == '.') {
            end = SwarDigits.firstMarked(second);
            scale = end - whole - 1;
            mantissa = SwarDigits.valueWithoutPoint(word, whole, end);
        } else {
            mantissa = SwarDigits.value(word, whole);
        }
        to = at + end;
        return isWellFormed(text[at], whole, end) ? to : FrameText.NO_MATCH;
    }

    private static boolean isWellFormed(byte first, int whole, int end) {
        return whole > 0 && end != whole + 1 && (first != '0' || whole == 1);
    }

    private int readLongDecimal(byte[] text, int at) {
        from = at;
        scale = 0;
        mantissa = 0;
        to = readDigits(text, at);
        int whole = to - at;
        if (text[to] == '.') {
            to = readDigits(text, to + 1);
            scale = to - at - whole - 1;
        }
        if (whole + scale > MAX_EXACT_DIGITS) {
            mantissa = TOO_LONG;
        }
        return isWellFormed(text[at], whole, to - at) ? to : FrameText.NO_MATCH;
    }

    /// Appends up to sixteen digits at `at` to the mantissa and returns the position after them.
    private int readDigits(byte[] text, int at) {
        int end = readWord(text, at);
        return end - at < Long.BYTES ? end : readWord(text, end);
    }

    private int readWord(byte[] text, int at) {
        long word = LittleEndianLongs.get(text, at);
        int count = SwarDigits.leadingDigits(word);
        mantissa = mantissa * POWERS_OF_TEN[count] + SwarDigits.value(word, count);
        return at + count;
    }

    /// Sets the position of a number known to be a plain decimal of any length.
    void set(int start, int end) {
        from = start;
        to = end;
        scale = 0;
        mantissa = TOO_LONG;
    }

    /// Returns the nearest double.
    double value(byte[] text) {
        return DecimalParser.value(mantissa, scale, text, from, to);
    }

    boolean isPositive(byte[] text) {
        return mantissa == TOO_LONG ? value(text) > 0 : mantissa > 0;
    }

    boolean isAtLeast(DecimalSlice other, byte[] text) {
        // Small enough that multiplying by the power of ten cannot overflow; also excludes TOO_LONG.
        boolean isSmall = (mantissa | other.mantissa) >>> SMALL_MANTISSA_BITS == 0 && scale <= SMALL_SCALE
                && other.scale <= SMALL_SCALE;
        return isSmall
                ? mantissa * POWERS_OF_TEN[other.scale] >= other.mantissa * POWERS_OF_TEN[scale]
                : value(text) >= other.value(text);
    }

    /// Copies the digits unchanged and returns the position after them; may overwrite the bytes after that, like
    /// [LittleEndianLongs#copy].
    int put(byte[] text, byte[] target, int at) {
        return LittleEndianLongs.copy(text, from, to, target, at);
    }
}
