package io.tradinghub.recorder.frame;

/// A plain numeral in a text: where it stands, and what it is worth. Reused; valid as long as the text is, which every
/// question brings along. Its double is made only when somebody asks, because a line takes the digits as they stand.
final class Numeral {
    private static final int MOST_EXACT_DIGITS = 18;
    /// In place of a mantissa of more digits than a long holds.
    private static final long TOO_LONG = -1;
    private static final int SMALL_BITS = 33;
    private static final int SMALL_SCALE = 8;
    private static final long[] POWERS_OF_TEN = {1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000,
            100_000_000};
    private int from;
    private int to;
    private int scale;
    private long mantissa;

    /// Reads a plain numeral (`0`, `12`, `0.07`; no sign, exponent or needless zero in front) of at most sixteen digits
    /// on either side of the point. Returns the position behind it or [FrameText#NOWHERE].
    int read(byte[] text, int at) {
        long word = Words.get(text, at);
        long others = DigitWords.others(word);
        long second = others & (others - 1);
        if (second == 0) {
            return readLong(text, at);
        }
        // All of it stands in this word.
        int whole = DigitWords.before(others);
        int end = whole;
        from = at;
        scale = 0;
        if (text[at + whole] == '.') {
            end = DigitWords.before(second);
            scale = end - whole - 1;
            mantissa = DigitWords.valueAround(word, whole, end);
        } else {
            mantissa = DigitWords.value(word, whole);
        }
        to = at + end;
        return isWellFormed(text[at], whole, end) ? to : FrameText.NOWHERE;
    }

    private static boolean isWellFormed(byte first, int whole, int end) {
        return whole > 0 && end != whole + 1 && (first != '0' || whole == 1);
    }

    private int readLong(byte[] text, int at) {
        from = at;
        scale = 0;
        mantissa = 0;
        to = readDigits(text, at);
        int whole = to - at;
        if (text[to] == '.') {
            to = readDigits(text, to + 1);
            scale = to - at - whole - 1;
        }
        if (whole + scale > MOST_EXACT_DIGITS) {
            mantissa = TOO_LONG;
        }
        return isWellFormed(text[at], whole, to - at) ? to : FrameText.NOWHERE;
    }

    /// Appends the digits that stand here, sixteen at most, to the mantissa and returns the position behind them.
    private int readDigits(byte[] text, int at) {
        int end = readWord(text, at);
        return end - at < Words.BYTES ? end : readWord(text, end);
    }

    private int readWord(byte[] text, int at) {
        long word = Words.get(text, at);
        int count = DigitWords.count(word);
        mantissa = mantissa * POWERS_OF_TEN[count] + DigitWords.value(word, count);
        return at + count;
    }

    /// Takes a stretch that is known to be a plain numeral, of any length.
    void set(int start, int end) {
        from = start;
        to = end;
        scale = 0;
        mantissa = TOO_LONG;
    }

    /// The nearest double.
    double value(byte[] text) {
        return DecimalText.value(mantissa, scale, text, from, to);
    }

    boolean isPositive(byte[] text) {
        return mantissa == TOO_LONG ? value(text) > 0 : mantissa > 0;
    }

    boolean isAtLeast(Numeral other, byte[] text) {
        // Small enough for a product with the power of ten, and not too long.
        boolean small = (mantissa | other.mantissa) >>> SMALL_BITS == 0 && scale <= SMALL_SCALE
                && other.scale <= SMALL_SCALE;
        return small
                ? mantissa * POWERS_OF_TEN[other.scale] >= other.mantissa * POWERS_OF_TEN[scale]
                : value(text) >= other.value(text);
    }

    /// Writes the digits as they stand and returns the position behind them; what lies behind that may be overwritten,
    /// as [Words#copy] says.
    int put(byte[] text, byte[] target, int at) {
        return Words.copy(text, from, to, target, at);
    }
}
