package io.tradinghub.operations;

import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/// The counters and gauges of one application, by name. Made once in its Main and passed on; any thread may count or
/// look.
///
/// Counters only grow. A gauge is asked when someone looks, on that thread. Names are lower case with `_`, and a name
/// is one or the other.
public final class Telemetry {
    private final ConcurrentMap<String, Counter> counters = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, LongSupplier> gauges = new ConcurrentHashMap<>();

    /// The counter of this name, made at first use.
    public Counter counter(String name) {
        if (gauges.containsKey(name)) {
            throw new IllegalArgumentException("'%s' is a gauge already".formatted(name));
        }
        return counters.computeIfAbsent(name, _ -> new Counter());
    }

    /// Registers what to ask for this name.
    public void gauge(String name, LongSupplier value) {
        if (counters.containsKey(name) || gauges.putIfAbsent(name, value) != null) {
            throw new IllegalArgumentException("'%s' is registered already".formatted(name));
        }
    }

    /// Registers `disk_bytes` and `disk_free_bytes` of the disk that the folder is on; a disk that does not answer has
    /// 0 of both.
    public void watchDisk(Path folder) {
        gauge("disk_bytes", () -> folder.toFile().getTotalSpace());
        gauge("disk_free_bytes", () -> folder.toFile().getUsableSpace());
    }

    /// All values now, sorted by name.
    public SortedMap<String, Long> snapshot() {
        SortedMap<String, Long> values = new TreeMap<>();
        counters.forEach((name, counter) -> values.put(name, counter.value()));
        gauges.forEach((name, gauge) -> values.put(name, gauge.getAsLong()));
        return values;
    }

    /// A number that only grows.
    public static final class Counter {
        private final LongAdder adder = new LongAdder();

        private Counter() {}

        public void increment() {
            adder.increment();
        }

        public void add(long amount) {
            if (amount < 0) {
                throw new IllegalArgumentException("a counter only grows, got %d".formatted(amount));
            }
            adder.add(amount);
        }

        public long value() {
            return adder.sum();
        }
    }
}
