package io.tradinghub.store;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Says once when a store fails and once when it has been well for [#QUIET], however many calls fail and succeed in
/// between. Any thread may call.
public final class StoreHealth {
    /// How long no call may fail before the store counts as well again.
    static final Duration QUIET = Duration.ofSeconds(10);
    private static final Logger log = LoggerFactory.getLogger(StoreHealth.class);

    private final String store;
    private final Words words;
    private final LongSupplier nanoTime;
    private final AtomicLong failures = new AtomicLong();
    private volatile long lostAtNanos;
    private volatile long failedAtNanos;

    /// What is said when it begins and when it has ended.
    record Words(String begins, String ended) {
        static final Words LOST = new Words("store lost", "store is back");
    }

    /// @param store which store, for people
    public StoreHealth(String store) {
        this(store, Words.LOST, System::nanoTime);
    }

    /// @param nanoTime a steady clock
    StoreHealth(String store, Words words, LongSupplier nanoTime) {
        this.store = store;
        this.words = words;
        this.nanoTime = nanoTime;
    }

    public String store() {
        return store;
    }

    /// A call failed because of the store.
    public void failed(Throwable cause) {
        failedAtNanos = nanoTime.getAsLong();
        if (failures.getAndIncrement() == 0) {
            lostAtNanos = failedAtNanos;
            log.atWarn().addKeyValue("store", store).addKeyValue("reason", StoreWait.reason(cause))
                    .log(words.begins);
        }
    }

    /// A call succeeded.
    public void answered() {
        if (failures.get() == 0 || nanoTime.getAsLong() - failedAtNanos < QUIET.toNanos()) {
            return;
        }
        long failed = failures.getAndSet(0);
        if (failed > 0) {
            log.atInfo().addKeyValue("store", store)
                    .addKeyValue("away", Duration.ofMillis((failedAtNanos - lostAtNanos) / 1_000_000))
                    .addKeyValue("failedCalls", failed).log(words.ended);
        }
    }
}
