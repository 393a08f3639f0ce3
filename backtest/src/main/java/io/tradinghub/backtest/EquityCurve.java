package io.tradinghub.backtest;

import java.time.Duration;
import java.util.Arrays;

/// What a bot was worth, in quote coin: at the start, and at every close since. Not thread-safe while it grows.
public final class EquityCurve {
    private static final long DAY_MILLIS = Duration.ofDays(1).toMillis();
    private final double start;
    private long[] times = new long[1_024];
    private double[] values = new double[times.length];
    private int size;

    EquityCurve(double start) {
        this.start = start;
    }

    void add(long closeMillis, double equity) {
        if (size == times.length) {
            times = Arrays.copyOf(times, size * 2);
            values = Arrays.copyOf(values, size * 2);
        }
        times[size] = closeMillis;
        values[size] = equity;
        size++;
    }

    /// The capital before the first close.
    public double start() {
        return start;
    }

    public int size() {
        return size;
    }

    public long closeMillis(int at) {
        return times[at];
    }

    public double value(int at) {
        return values[at];
    }

    /// The start and every close.
    public double[] values() {
        double[] all = new double[size + 1];
        all[0] = start;
        System.arraycopy(values, 0, all, 1, size);
        return all;
    }

    /// The last value of each UTC day that has one; a close at midnight belongs to the day that ends there.
    public double[] dailyCloses() {
        double[] days = new double[size];
        int count = 0;
        for (int at = 0; at < size; at++) {
            if (at == size - 1 || day(times[at]) != day(times[at + 1])) {
                days[count] = values[at];
                count++;
            }
        }
        return Arrays.copyOf(days, count);
    }

    private static long day(long closeMillis) {
        return Math.floorDiv(closeMillis - 1, DAY_MILLIS);
    }
}
