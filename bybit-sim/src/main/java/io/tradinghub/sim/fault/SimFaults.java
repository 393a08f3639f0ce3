package io.tradinghub.sim.fault;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
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
    private final AtomicLong withheldUntilNanos;
    private final AtomicLong refusedUntilNanos;
    private final AtomicLong clockOffsetMillis = new AtomicLong();
    private final AtomicBoolean dropDue = new AtomicBoolean();
    private final LongSupplier nanoTime;
    private Optional<RandomFaults> random = Optional.empty();

    /// Throws each of these faults at this share of its opportunities.
    private record RandomFaults(SplittableRandom random, double rate, Set<Fault> faults) {
        boolean hits(Fault fault) {
            return faults.contains(fault) && random.nextDouble() < rate;
        }
    }

    public SimFaults(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.stalledUntilNanos = new AtomicLong(nanoTime.getAsLong());
        this.withheldUntilNanos = new AtomicLong(nanoTime.getAsLong());
        this.refusedUntilNanos = new AtomicLong(nanoTime.getAsLong());
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

    /// Throws these faults at random from now on, each at this share of its opportunities. Equal seeds throw at the
    /// same opportunities, as far as these come in the same order.
    public void throwAtRandom(long seed, double rate, Set<Fault> faults) {
        if (!(rate > 0 && rate <= 1)) {
            throw new IllegalArgumentException("rate must be above 0 and at most 1, got " + rate);
        }
        synchronized (armed) {
            random = Optional.of(new RandomFaults(new SplittableRandom(seed), rate, Set.copyOf(faults)));
        }
    }

    /// Holds back data frames for this long, while pongs and acknowledgements flow. The data is dropped.
    public void withholdData(Duration realTime) {
        withheldUntilNanos.set(nanoTime.getAsLong() + realTime.toNanos());
    }

    /// Cuts every new connection for this long.
    public void refuseConnections(Duration realTime) {
        refusedUntilNanos.set(nanoTime.getAsLong() + realTime.toNanos());
    }

    /// Puts the clock that signatures are checked against off by this much, ahead if positive.
    public void jumpClock(Duration offset) {
        clockOffsetMillis.set(offset.toMillis());
    }

    /// Cancels all pending faults.
    public void clear() {
        synchronized (armed) {
            armed.clear();
            random = Optional.empty();
        }
        stalledUntilNanos.set(nanoTime.getAsLong());
        withheldUntilNanos.set(nanoTime.getAsLong());
        refusedUntilNanos.set(nanoTime.getAsLong());
        clockOffsetMillis.set(0);
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
                return random.map(thrower -> thrower.hits(fault)).orElse(false);
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

    /// Whether data frames are held back while the rest flows.
    public boolean isDataWithheld() {
        return withheldUntilNanos.get() - nanoTime.getAsLong() > 0;
    }

    /// Whether new connections are refused now.
    public boolean isRefusing() {
        return refusedUntilNanos.get() - nanoTime.getAsLong() > 0;
    }

    /// How far the clock that signatures are checked against is ahead; negative if it is behind.
    public Duration clockOffset() {
        return Duration.ofMillis(clockOffsetMillis.get());
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
