package io.tradinghub.sim.stream;

import java.util.ArrayDeque;
import java.util.Deque;

import io.tradinghub.sim.fault.SimFaults;

/// Holds requests back during a stall and answers them afterwards, in the order in which they came. Not thread-safe.
final class Backlog {
    private final SimFaults faults;
    private final Deque<Runnable> held = new ArrayDeque<>();

    Backlog(SimFaults faults) {
        this.faults = faults;
    }

    /// Runs the request, or keeps it while the streams are stalled or earlier ones are kept.
    void run(Runnable request) {
        if (faults.isStalled() || !held.isEmpty()) {
            held.add(request);
        } else {
            request.run();
        }
    }

    /// Runs what was kept, once the stall is over; called several times a second.
    void flush() {
        while (!held.isEmpty() && !faults.isStalled()) {
            held.remove().run();
        }
    }
}
