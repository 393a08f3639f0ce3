package io.tradinghub.sim.fault;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/// The faults that are armed on one simulator. Thread-safe.
///
/// An armed fault hits the next opportunities, as many as its count. Durations are in real time, whatever the market's
/// speed.
public final class SimFaults {
    private final Map<Fault, Integer> armed = new EnumMap<>(Fault.class);
    private final AtomicLong stalledUntilNanos;
    private final AtomicBoolean dropDue = new AtomicBoolean();
    private final LongSupplier nanoTime;

    public SimFaults(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.stalledUntilNanos = new AtomicLong(nanoTime.getAsLong());
    }

    /// Injects the fault at the next `count` opportunities, in addition to those already armed.
    public void arm(Fault fault, int count) {
        if (count < 1) {
            throw new IllegalArgumentException("count must be 1 or more, got " + count);
        }
        synchronized (armed) {
            armed.merge(fault, count, (left, more) -> Math.clamp((long) left + more, 1, Integer.MAX_VALUE));
        }
    }

    /// Cuts every stream connection at the next push, without a close frame.
    public void dropConnections() {
        dropDue.set(true);
    }

    /// Holds back all stream frames for this long: data, pongs and acknowledgements. Afterwards they follow in order.
    public void stall(Duration realTime) {
        stalledUntilNanos.set(nanoTime.getAsLong() + realTime.toNanos());
    }

    /// Cancels all pending faults.
    public void clear() {
        synchronized (armed) {
            armed.clear();
        }
        stalledUntilNanos.set(nanoTime.getAsLong());
        dropDue.set(false);
    }

    /// The pending faults with their counts, not including a connection drop or a stall.
    public Map<Fault, Integer> armed() {
        synchronized (armed) {
            return new EnumMap<>(armed);
        }
    }

    /// Called by the simulator: consumes one armed count; false if none is left.
    public boolean take(Fault fault) {
        synchronized (armed) {
            Integer left = armed.get(fault);
            if (left == null) {
                return false;
            }
            if (left == 1) {
                armed.remove(fault);
            } else {
                armed.put(fault, left - 1);
            }
            return true;
        }
    }

    /// Whether a drop of all connections is pending.
    public boolean isDropDue() {
        return dropDue.get();
    }

    /// Called by the simulator: consumes a pending drop; false if there is none.
    public boolean takeDrop() {
        return dropDue.getAndSet(false);
    }

    /// The rest of the current stall; zero without one.
    public Duration stallLeft() {
        return Duration.ofNanos(Math.max(0, stalledUntilNanos.get() - nanoTime.getAsLong()));
    }

    /// Whether the streams are stalled now.
    public boolean isStalled() {
        return !stallLeft().isZero();
    }
}
