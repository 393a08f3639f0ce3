package io.tradinghub.sim.market;

/// A stream of random numbers that is a pure function of its key, on every machine.
///
/// SplitMix64 (Steele, Lea, Flood 2014). Not thread-safe.
final class HashRandom {
    private static final long GAMMA = 0x9E3779B97F4A7C15L;
    private static final double TO_UNIT = 0x1.0p-53;
    private static final double TO_UNIT_DEVIATION = Math.sqrt(3);
    private long state;

    private HashRandom(long state) {
        this.state = state;
    }

    static HashRandom of(long seed, long stream, long index) {
        return new HashRandom(mix(mix(mix(seed + GAMMA) + stream * GAMMA) + index * GAMMA));
    }

    /// The first number in [0, 1) of this key's stream.
    static double unit(long seed, long stream, long index) {
        return of(seed, stream, index).nextUnit();
    }

    long nextLong() {
        state += GAMMA;
        return mix(state);
    }

    /// Uniform in [0, 1).
    double nextUnit() {
        return (nextLong() >>> 11) * TO_UNIT;
    }

    /// Approximately normal with mean 0 and deviation 1, within ±3.5: the sum of four uniform numbers (Irwin-Hall).
    double nextNormal() {
        return (nextUnit() + nextUnit() + nextUnit() + nextUnit() - 2) * TO_UNIT_DEVIATION;
    }

    /// Uniform in [from, to).
    double nextBetween(double from, double to) {
        return from + (to - from) * nextUnit();
    }

    /// Value noise: hashed values in [-1, 1] at whole numbers, smoothly interpolated in between.
    static double smooth(long seed, long stream, double at) {
        long cell = (long) Math.floor(at);
        double f = at - cell;
        double eased = f * f * (3 - 2 * f);
        double left = unit(seed, stream, cell) * 2 - 1;
        double right = unit(seed, stream, cell + 1) * 2 - 1;
        return left + (right - left) * eased;
    }

    private static long mix(long value) {
        long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
