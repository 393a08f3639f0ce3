package io.tradinghub.recorder.frame;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/// Converts plain decimal numbers to doubles; does not allocate for any number an exchange sends.
final class DecimalParser {
    private static final long EXACT_MANTISSA = 1L << 53;
    private static final double[] POWERS_OF_TEN = {1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11,
            1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
    private static final int MAX_WIDE_SCALE = 12;

    private DecimalParser() {}

    /// Returns the double nearest to `mantissa / 10^scale`, equal to what [Double#parseDouble] returns for the text. A
    /// mantissa of -1 stands for more than 18 digits.
    static double value(long mantissa, int scale, byte[] text, int from, int to) {
        if (mantissa >= 0 && mantissa < EXACT_MANTISSA && scale < POWERS_OF_TEN.length) {
            // Both are exact doubles, so the division rounds only once.
            return mantissa / POWERS_OF_TEN[scale];
        }
        if (mantissa >= 0 && scale <= MAX_WIDE_SCALE) {
            return divideWide(mantissa, POWERS_OF_TEN[scale]);
        }
        return Double.parseDouble(new String(text, from, to - from, ISO_8859_1));
    }

    /// Divides a mantissa of up to 18 digits by a power of ten of up to [#MAX_WIDE_SCALE] in double-double arithmetic.
    ///
    /// The relative error of the quotient is below 2^-104. A quotient that is not itself midway between two doubles is
    /// at least 1 / (2^54 * 10^12) > 2^-94 (relative) away from such a midpoint, so the final addition rounds like an
    /// exact division.
    private static double divideWide(long mantissa, double divisor) {
        double high = mantissa;
        double low = mantissa - (long) high;
        double quotient = high / divisor;
        double remainder = Math.fma(-quotient, divisor, high) + low;
        return quotient + remainder / divisor;
    }
}
