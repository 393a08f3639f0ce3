package io.tradinghub.recorder.frame;

/// Reads plain decimal numerals (`0`, `12`, `0.07`) out of a char array without allocating.
final class DecimalText {
    private static final int LONGEST = 40;
    private static final long EXACT_MANTISSA = 1L << 53;
    private static final long LARGEST_MANTISSA = 1_000_000_000_000_000_000L;
    private static final double[] POWERS_OF_TEN = {1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14,
            1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
    private static final int WIDE_SCALE = 12;

    private DecimalText() {}

    /// The end of the plain numeral that starts at `from`, or -1 when there is none: digits, and after a point at least one more;
    /// no sign, no exponent, no needless leading zero.
    static int end(char[] text, int from, int limit) {
        int at = skipDigits(text, from, limit);
        if (at == from || (text[from] == '0' && at > from + 1)) {
            return -1;
        }
        if (at < limit && text[at] == '.') {
            int fraction = at + 1;
            at = skipDigits(text, fraction, limit);
            if (at == fraction) {
                return -1;
            }
        }
        return at - from > LONGEST ? -1 : at;
    }

    private static int skipDigits(char[] text, int from, int limit) {
        int at = from;
        while (at < limit && (char) (text[at] - '0') <= 9) {
            at++;
        }
        return at;
    }

    /// The double nearest to a plain numeral, as [Double#parseDouble] gives it.
    static double value(char[] text, int from, int to) {
        long mantissa = 0;
        int point = to - 1;
        for (int at = from; at < to; at++) {
            char c = text[at];
            if (c == '.') {
                point = at;
            } else if (mantissa >= LARGEST_MANTISSA / 10) {
                return Double.parseDouble(new String(text, from, to - from));
            } else {
                mantissa = mantissa * 10 + (c - '0');
            }
        }
        int scale = to - 1 - point;
        if (mantissa < EXACT_MANTISSA && scale < POWERS_OF_TEN.length) {
            // Both are exact doubles, so one division rounds once.
            return mantissa / POWERS_OF_TEN[scale];
        }
        return scale <= WIDE_SCALE ? wide(mantissa, POWERS_OF_TEN[scale]) : Double.parseDouble(new String(text, from, to - from));
    }

    /// Divides a mantissa of up to 18 digits by a power of ten of up to [#WIDE_SCALE] in double-double arithmetic.
    ///
    /// The quotient's error is below 2^-104 of it. A quotient that is not itself midway between two doubles is at least
    /// 1 / (2^54 * 10^12) > 2^-94 of it away from such a midpoint, so the last addition rounds as exact division would.
    private static double wide(long mantissa, double divisor) {
        double high = mantissa;
        double low = mantissa - (long) high;
        double quotient = high / divisor;
        double remainder = Math.fma(-quotient, divisor, high) + low;
        return quotient + remainder / divisor;
    }
}
