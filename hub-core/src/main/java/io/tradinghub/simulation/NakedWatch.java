package io.tradinghub.simulation;

/// Judges how long one leg of a hedge stands alone at the exchange, counted while a process lives and the exchange
/// answers it.
final class NakedWatch {
    /// The engine's limit, and every answer lost once on the way in and once on the way out, with the pauses after a
    /// failure and a market that takes a minute to be deep enough.
    private static final long BOUND_MILLIS = 4 * 60_000;
    private final boolean hedged;
    private final double tolerance;
    private long nakedMillis;
    private long watchedAtMillis = Long.MIN_VALUE;
    private long excusedUntilMillis = Long.MIN_VALUE;

    NakedWatch(boolean hedged, double tolerance) {
        this.hedged = hedged;
        this.tolerance = tolerance;
    }

    /// A person or the exchange made it so.
    void excuse(long untilMillis) {
        excusedUntilMillis = Math.max(excusedUntilMillis, untilMillis);
    }

    void watch(SimulatedProcess process, double alone, long nowMillis) {
        long passed = watchedAtMillis == Long.MIN_VALUE ? 0 : nowMillis - watchedAtMillis;
        watchedAtMillis = nowMillis;
        if (!hedged || Math.abs(alone) <= tolerance || nowMillis < excusedUntilMillis) {
            nakedMillis = 0;
            return;
        }
        if (!process.connection().answers() || process.engine().isStarting()) {
            return;
        }
        nakedMillis += passed;
        if (nakedMillis > BOUND_MILLIS) {
            throw new Violation("%s stands alone for %d ms".formatted(alone, nakedMillis));
        }
    }
}
