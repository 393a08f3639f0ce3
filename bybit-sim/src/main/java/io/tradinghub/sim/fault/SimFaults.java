package io.tradinghub.sim.fault;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/// The faults that are armed on one simulator. Any thread may call.
///
/// A fault happens on the next occasions, as often as it was armed, and then no more. Times here are real time,
/// whatever the market's speed.
public final class SimFaults {
    private final Map<Fault, Integer> armed = new EnumMap<>(Fault.class);
    private final AtomicLong stalledUntilNanos;
    private final AtomicBoolean dropDue = new AtomicBoolean();
    private final LongSupplier nanoTime;

    public SimFaults(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.stalledUntilNanos = new AtomicLong(nanoTime.getAsLong());
    }

    /// Lets this happen on the next `count` occasions, on top of what is armed already.
    public void arm(Fault fault, int count) {
        if (count < 1) {
            throw new IllegalArgumentException("count must be 1 or more, got " + count);
        }
        synchronized (armed) {
            armed.merge(fault, count, (left, more) -> Math.clamp((long) left + more, 1, Integer.MAX_VALUE));
        }
    }

    /// Cuts every stream connection soon (at the next push), without a close frame.
    public void dropConnections() {
        dropDue.set(true);
    }

    /// Keeps all streams silent for this long: no data, no pong, no acknowledgement. Afterwards everything held back
    /// follows in order.
    public void stall(Duration realTime) {
        stalledUntilNanos.set(nanoTime.getAsLong() + realTime.toNanos());
    }

    /// Takes back whatever has not happened yet.
    public void clear() {
        synchronized (armed) {
            armed.clear();
        }
        stalledUntilNanos.set(nanoTime.getAsLong());
        dropDue.set(false);
    }

    /// What is still to happen, without a drop or a stall.
    public Map<Fault, Integer> armed() {
        synchronized (armed) {
            return new EnumMap<>(armed);
        }
    }

    /// For the simulator: true, and one less armed, if this fault is to happen now.
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

    /// Whether a drop of all connections was asked for and has not happened yet.
    public boolean isDropDue() {
        return dropDue.get();
    }

    /// For the simulator: true, and no longer due, if all connections are to be cut now.
    public boolean takeDrop() {
        return dropDue.getAndSet(false);
    }

    /// How long the streams are to stay silent from now on; zero if they are not.
    public Duration stallLeft() {
        return Duration.ofNanos(Math.max(0, stalledUntilNanos.get() - nanoTime.getAsLong()));
    }

    /// For the simulator: whether the streams must be silent now.
    public boolean isStalled() {
        return !stallLeft().isZero();
    }
}
