package io.tradinghub.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import io.tradinghub.bot.BotId;
import org.junit.jupiter.api.Test;

class LocalBotsTest {
    private static final List<BotId> THREE = Stream.of("bot_1_one", "bot_2_two", "bot_3_three").map(BotId::new)
            .toList();

    @Test
    void asksAllToEndBeforeItWaitsForOne() {
        CountDownLatch allAsked = new CountDownLatch(THREE.size());
        AtomicInteger ended = new AtomicInteger();
        LocalBot.Work endsWithTheOthers = _ -> {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException _) {
                allAsked.countDown();
                allAsked.await();
                ended.incrementAndGet();
            }
        };
        new LocalBots(THREE.stream().map(id -> LocalBot.start(id, endsWithTheOthers)).toList()).close();
        assertThat(ended).hasValue(THREE.size());
    }

    @Test
    void knowsWhichFailed() {
        LocalBots bots = new LocalBots(List.of(LocalBot.start(THREE.get(0), _ -> {
        }), LocalBot.start(THREE.get(1), _ -> {
            throw new IllegalStateException("planted");
        })));
        bots.close();
        assertThat(bots.failed()).containsExactly(THREE.get(1));
    }
}
