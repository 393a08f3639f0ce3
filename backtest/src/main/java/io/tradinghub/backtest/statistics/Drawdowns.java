package io.tradinghub.backtest.statistics;

/// The falls of a curve below its highest point so far.
///
/// @param deepest as a fraction of the peak, 0 or negative
/// @param peak the index of the peak before the deepest point, the first of equal ones
/// @param trough the index of the deepest point, the first of equal ones
/// @param longest steps from a peak to the first point back at it, or to the end
/// @param open steps since the last peak; 0 when the curve ends at one
/// @param ulcerIndex root of the mean squared fall over all points but the first (Martin 1987)
public record Drawdowns(double deepest, int peak, int trough, int longest, int open, double ulcerIndex) {

    /// Of a curve.
    ///
    /// @param curve at least two points, all above 0; the first counts as a peak
    public static Drawdowns of(double[] curve) {
        double peak = curve[0];
        double deepest = 0;
        int peakAt = 0;
        int lastPeakAt = 0;
        int peakOfDeepest = 0;
        int trough = 0;
        int longest = 0;
        double squares = 0;
        boolean below = false;
        for (int i = 1; i < curve.length; i++) {
            if (curve[i] > peak) {
                peakAt = i;
            }
            if (curve[i] >= peak) {
                longest = Math.max(longest, below ? i - lastPeakAt : 0);
                lastPeakAt = i;
                peak = curve[i];
            }
            double fall = curve[i] / peak - 1;
            below = fall < 0;
            squares += fall * fall;
            if (fall < deepest) {
                deepest = fall;
                trough = i;
                peakOfDeepest = peakAt;
            }
        }
        int open = below ? curve.length - 1 - lastPeakAt : 0;
        return new Drawdowns(deepest, peakOfDeepest, trough, Math.max(longest, open), open,
                Math.sqrt(squares / (curve.length - 1)));
    }
}
