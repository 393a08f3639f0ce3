package io.tradinghub.operations;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/// The counters and gauges of one application, by name. Made once in its Main and passed on; any thread may count or
/// look.
///
/// Counters only grow. Gauges are asked when someone looks, each on a thread of its own; one that fails, or has not
/// answered within [#DEADLINE], is left out of what is shown. Names are lower case with `_`, and a name is one or the
/// other.
public final class Telemetry {
    /// The longest that [#snapshot] takes.
    static final Duration DEADLINE = Duration.ofSeconds(1);
    private final ConcurrentMap<String, Counter> counters = new ConcurrentHashMap<>();
    /// By the names of their values; several names may have one gauge.
    private final ConcurrentMap<String, Gauge> gauges = new ConcurrentHashMap<>();

    /// The counter of this name, made at first use.
    public Counter counter(String name) {
        if (gauges.containsKey(name)) {
            throw new IllegalArgumentException("'%s' is a gauge already".formatted(name));
        }
        return counters.computeIfAbsent(name, _ -> new Counter());
    }

    /// Registers what to ask for this name, on any thread.
    public void gauge(String name, LongSupplier value) {
        gauges(Set.of(name), () -> Map.of(name, value.getAsLong()));
    }

    /// Registers what to ask, on any thread, for all of these names together.
    ///
    /// @param values gives none of them while it does not know
    public void gauges(Set<String> names, Supplier<Map<String, Long>> values) {
        Gauge gauge = new Gauge(String.join(", ", new TreeSet<>(names)), values);
        for (String name : names) {
            if (counters.containsKey(name) || gauges.putIfAbsent(name, gauge) != null) {
                throw new IllegalArgumentException("'%s' is registered already".formatted(name));
            }
        }
    }

    /// Registers `disk_bytes` and `disk_free_bytes` of the disk that the folder is on; a disk that is not there has 0
    /// of both.
    public void watchDisk(Path folder) {
        gauges(Set.of("disk_bytes", "disk_free_bytes"), () -> Map.of("disk_bytes", folder.toFile().getTotalSpace(),
                "disk_free_bytes", folder.toFile().getUsableSpace()));
    }

    /// All values that are known now, sorted by name. Never throws.
    public SortedMap<String, Long> snapshot() {
        SortedMap<String, Long> values = new TreeMap<>();
        counters.forEach((name, counter) -> values.put(name, counter.value()));
        long end = System.nanoTime() + DEADLINE.toNanos();
        List<Gauge.Question> questions = gauges.values().stream().distinct().map(Gauge::ask).toList();
        questions.forEach(question -> values.putAll(question.until(end)));
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
