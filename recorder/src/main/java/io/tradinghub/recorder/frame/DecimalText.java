package io.tradinghub.recorder.frame;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/// The value of plain decimal numerals, without allocating for any numeral an exchange writes.
final class DecimalText {
    private static final long EXACT_MANTISSA = 1L << 53;
    private static final double[] POWERS_OF_TEN = {1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12,
            1e13, 1e14,
            1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
    private static final int WIDE_SCALE = 12;

    private DecimalText() {}

    /// The double nearest to `mantissa / 10^scale`, as [Double#parseDouble] gives it for the text. A mantissa of -1 has
    /// more than 18 digits.
    static double value(long mantissa, int scale, byte[] text, int from, int to) {
        if (mantissa >= 0 && mantissa < EXACT_MANTISSA && scale < POWERS_OF_TEN.length) {
            // Both are exact doubles, so one division rounds once.
            return mantissa / POWERS_OF_TEN[scale];
        }
        if (mantissa >= 0 && scale <= WIDE_SCALE) {
            return wide(mantissa, POWERS_OF_TEN[scale]);
        }
        return Double.parseDouble(new String(text, from, to - from, ISO_8859_1));
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
