package io.tradinghub.operations;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

import org.junit.jupiter.api.Test;

class OpenResourcesTest {
    private final List<String> closed = new CopyOnWriteArrayList<>();

    @Test
    void closesInReverseOrderOnce() {
        OpenResources resources = new OpenResources(Duration.ofSeconds(5));
        resources.own("store", () -> closed.add("store"));
        resources.own("feed", () -> closed.add("feed"));
        resources.close();
        resources.close();
        assertThat(closed).containsExactly("feed", "store");
    }

    @Test
    void closesAtOnceWhatIsOpenedTooLate() {
        OpenResources resources = new OpenResources(Duration.ofSeconds(5));
        resources.close();
        resources.own("feed", () -> closed.add("feed"));
        assertThat(closed).containsExactly("feed");
    }

    @Test
    void closesTheRestWhenOneFails() {
        OpenResources resources = new OpenResources(Duration.ofSeconds(5));
        resources.own("store", () -> closed.add("store"));
        resources.own("feed", () -> {
            throw new IOException("broken pipe");
        });
        resources.close();
        assertThat(closed).containsExactly("store");
    }

    @Test
    void interruptsOneThatHangsAndClosesTheRest() throws InterruptedException {
        CountDownLatch interrupted = new CountDownLatch(1);
        OpenResources resources = new OpenResources(Duration.ofMillis(10));
        resources.own("store", () -> closed.add("store"));
        resources.own("feed", () -> hangUntilInterrupted(interrupted));
        resources.close();
        interrupted.await();
        assertThat(closed).containsExactly("store");
    }

    private static void hangUntilInterrupted(CountDownLatch interrupted) {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException _) {
            interrupted.countDown();
        }
    }
}
