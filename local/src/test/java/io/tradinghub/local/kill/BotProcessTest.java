package io.tradinghub.local.kill;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BotProcessTest {
    @TempDir
    Path folder;

    /// A bot without settings ends at once.
    @Test
    void tellsHowABotEndedByItselfAndStartsItAnew() throws Exception {
        Path pidFile = folder.resolve("bot.pid");
        Path log = folder.resolve("bot.log");
        try (BotProcess bot = new BotProcess(List.of("-cp", System.getProperty("java.class.path")), Map.of(), log,
                pidFile, InstantSource.system())) {
            String first = Files.readString(pidFile);
            long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
            while (bot.ends().isEmpty() || Files.readString(pidFile).equals(first)) {
                assertThat(System.nanoTime() - end).as("nanoseconds after the deadline").isNegative();
                LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
            }
            assertThat(bot.ends().getFirst()).startsWith(
                    "the bot of %s ended by itself with exit code 2, its last lines:".formatted(log))
                    .contains("redis_password is missing").hasLineCount(7);
        }
        assertThat(pidFile).doesNotExist();
    }
}
