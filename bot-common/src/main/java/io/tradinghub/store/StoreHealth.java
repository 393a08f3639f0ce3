package io.tradinghub.store;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Says once when a store goes and once when it is back, however many calls fail meanwhile. Any thread may call.
public final class StoreHealth {
    private static final Logger log = LoggerFactory.getLogger(StoreHealth.class);

    private final String store;
    private final AtomicLong failures = new AtomicLong();
    private volatile long lostAtNanos;

    /// @param store which store, for people
    public StoreHealth(String store) {
        this.store = store;
    }

    public String store() {
        return store;
    }

    /// A call failed because the store is away.
    public void failed(Throwable cause) {
        if (failures.getAndIncrement() == 0) {
            lostAtNanos = System.nanoTime();
            log.atWarn().addKeyValue("store", store).addKeyValue("reason", StoreWait.reason(cause)).log("store lost");
        }
    }

    /// A call was answered.
    public void answered() {
        if (failures.get() == 0) {
            return;
        }
        long failed = failures.getAndSet(0);
        if (failed > 0) {
            log.atInfo().addKeyValue("store", store)
                    .addKeyValue("away", Duration.ofMillis((System.nanoTime() - lostAtNanos) / 1_000_000))
                    .addKeyValue("failedCalls", failed).log("store is back");
        }
    }
}
