package io.tradinghub.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StoreHealthTest {
    private final AtomicLong nanos = new AtomicLong(1);
    private final HeardLog heard = HeardLog.of(StoreHealth.class);
    private final StoreHealth health = new StoreHealth("redis", StoreHealth.Words.LOST, nanos::get);

    @AfterEach
    void close() {
        heard.close();
    }

    private void pass(long seconds) {
        nanos.addAndGet(seconds * 1_000_000_000L);
    }

    @Test
    void saysOnceThatAStoreIsLostAndOnceThatItIsBack() {
        health.answered();
        health.failed(new IllegalStateException("reset"));
        health.failed(new IllegalStateException("reset again"));
        pass(10);
        health.answered();
        health.answered();
        assertThat(heard.lines()).containsExactly("WARN store lost: reset", "INFO store is back");
    }

    @Test
    void aStoreThatAnswersEverySecondCallIsLostOnce() {
        for (int second = 0; second < 300; second++) {
            health.failed(new IllegalStateException("full"));
            health.answered();
            pass(1);
        }
        assertThat(heard.lines()).containsExactly("WARN store lost: full");
        pass(10);
        health.answered();
        assertThat(heard.lines()).hasSize(2);
    }

    @Test
    void aStoreThatFailsAnewAfterItWasWellIsToldAnew() {
        for (int spell = 0; spell < 2; spell++) {
            health.failed(new IllegalStateException("reset"));
            pass(11);
            health.answered();
        }
        assertThat(heard.lines()).containsExactly("WARN store lost: reset", "INFO store is back",
                "WARN store lost: reset", "INFO store is back");
    }
}
