package io.tradinghub.local.kill;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DeathWatchTest {
    @TempDir
    Path folder;

    @Test
    void endsBotsAndStoresThatAreLeftAndNobodyElse() throws Exception {
        Process bot = sleeper("kill_0_0/bot.pid");
        Process redis = sleeper("redis-3/redis.pid");
        Process postgres = sleeper("postgres/data/postmaster.pid");
        Process stranger = sleeper("other.pid");
        DeathWatch.start(folder).close();

        assertThat(bot.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(redis.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(postgres.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(stranger.isAlive()).isTrue();
        stranger.destroyForcibly();
    }

    /// A process with a pid file that has more lines, as PostgreSQL's has.
    private Process sleeper(String pidFile) throws IOException {
        Process process = new ProcessBuilder("sleep", "60").start();
        Path file = folder.resolve(pidFile);
        Files.createDirectories(file.getParent());
        Files.writeString(file, process.pid() + "\nsecond line\n");
        return process;
    }
}
