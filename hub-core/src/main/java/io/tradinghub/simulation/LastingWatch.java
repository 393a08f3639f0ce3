package io.tradinghub.simulation;

/// Judges how long something lasts that must not last, counted while a process lives and the exchange answers it.
final class LastingWatch {
    private final String what;
    private final long boundMillis;
    private long lastedMillis;
    private long watchedAtMillis = Long.MIN_VALUE;
    private long excusedUntilMillis = Long.MIN_VALUE;

    /// @param what must not last longer than the bound, for people
    LastingWatch(String what, long boundMillis) {
        this.what = what;
        this.boundMillis = boundMillis;
    }

    /// A person or the exchange made it so.
    void excuse(long untilMillis) {
        excusedUntilMillis = Math.max(excusedUntilMillis, untilMillis);
    }

    /// Looks whether it is so now.
    void watch(SimulatedProcess process, boolean isSo, long nowMillis) {
        long passed = watchedAtMillis == Long.MIN_VALUE ? 0 : nowMillis - watchedAtMillis;
        watchedAtMillis = nowMillis;
        if (!isSo || nowMillis < excusedUntilMillis) {
            lastedMillis = 0;
            return;
        }
        if (!process.connection().answers() || process.engine().isStarting()) {
            return;
        }
        lastedMillis += passed;
        if (lastedMillis > boundMillis) {
            throw new Violation("%s for %d ms".formatted(what, lastedMillis));
        }
    }
}
