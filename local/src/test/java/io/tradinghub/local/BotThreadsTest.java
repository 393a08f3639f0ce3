package io.tradinghub.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import io.tradinghub.bot.BotId;
import org.junit.jupiter.api.Test;

class BotThreadsTest {
    private static final List<BotId> THREE = Stream.of("bot_1_one", "bot_2_two", "bot_3_three").map(BotId::new)
            .toList();

    @Test
    void stopsAllBotsBeforeItWaitsForOne() {
        CountDownLatch allInterrupted = new CountDownLatch(THREE.size());
        AtomicInteger ended = new AtomicInteger();
        BotThread.Work endsWithTheOthers = _ -> {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException _) {
                allInterrupted.countDown();
                allInterrupted.await();
                ended.incrementAndGet();
            }
        };
        new BotThreads(THREE.stream().map(id -> BotThread.start(id, endsWithTheOthers)).toList()).close();
        assertThat(ended).hasValue(THREE.size());
    }

    @Test
    void reportsTheFailedBots() {
        BotThreads bots = new BotThreads(List.of(BotThread.start(THREE.get(0), _ -> {
        }), BotThread.start(THREE.get(1), _ -> {
            throw new IllegalStateException("planted");
        })));
        bots.close();
        assertThat(bots.failed()).containsExactly(THREE.get(1));
    }
}
