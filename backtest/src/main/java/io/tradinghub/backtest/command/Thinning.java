package io.tradinghub.backtest.command;

import java.util.TreeSet;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/// Chooses the points of a curve that a picture needs: the ends, and the lowest and highest of each part, so that no
/// extreme is lost.
final class Thinning {

    private Thinning() {}

    /// The indexes to keep, ascending: at most about this many, of one curve or of several at once.
    ///
    /// @param size of the curves
    static int[] keep(int size, int most, IntToDoubleFunction... curves) {
        if (size <= most) {
            return IntStream.range(0, size).toArray();
        }
        TreeSet<Integer> kept = new TreeSet<>();
        kept.add(0);
        kept.add(size - 1);
        int parts = Math.max(1, most / (2 * curves.length));
        for (int part = 0; part < parts; part++) {
            int first = (int) ((long) part * size / parts);
            int end = (int) ((long) (part + 1) * size / parts);
            for (IntToDoubleFunction curve : curves) {
                int lowest = first;
                int highest = first;
                for (int at = first; at < end; at++) {
                    lowest = curve.applyAsDouble(at) < curve.applyAsDouble(lowest) ? at : lowest;
                    highest = curve.applyAsDouble(at) > curve.applyAsDouble(highest) ? at : highest;
                }
                kept.add(lowest);
                kept.add(highest);
            }
        }
        return kept.stream().mapToInt(Integer::intValue).toArray();
    }
}
