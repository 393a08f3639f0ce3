package io.tradinghub.operations;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ThreadSupervisorTest {
    private final ThreadSupervisor watch = new ThreadSupervisor();

    @Test
    void tellsWhichPartDiedFirstAndOfWhat() throws InterruptedException {
        Thread.ofVirtual().start(watch.watched("healthy", () -> {
        })).join();
        Thread.ofVirtual().start(watch.watched("writer", () -> {
            throw new IllegalArgumentException("no such candle");
        })).join();
        Thread.ofVirtual().start(watch.watched("desk", () -> {
            throw new AssertionError("later");
        })).join();

        assertThatThrownBy(watch::awaitFailure).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("'writer'")
                .cause().hasMessage("no such candle");
    }
}
