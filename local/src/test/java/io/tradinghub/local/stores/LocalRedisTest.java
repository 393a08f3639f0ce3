package io.tradinghub.local.stores;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import io.tradinghub.settings.Secret;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalRedisTest {
    private static final Path PROGRAMS = Path.of("target/programs").toAbsolutePath();
    private static final Secret PASSWORD = Secret.of("letmein-1_2");

    @TempDir
    Path folder;

    @Test
    void requiresThePasswordAndStopsWhenClosed() throws IOException {
        ProcessHandle process;
        try (LocalRedis redis = LocalRedis.open(PROGRAMS, folder, PASSWORD)) {
            process = ServerProcess.find(folder.resolve("redis.pid"), PROGRAMS).orElseThrow();
            assertThat(answerTo(redis, "PING")).startsWith("-NOAUTH");
            assertThat(answerTo(redis, "AUTH " + PASSWORD.reveal())).isEqualTo("+OK");
        }
        assertThat(ServerProcess.isRunning(process)).isFalse();
    }

    @Test
    void stopsAServerThatAKilledRunLeftRunning() throws IOException {
        LocalRedis leftBehind = LocalRedis.open(PROGRAMS, folder, PASSWORD);
        ProcessHandle process = ServerProcess.find(folder.resolve("redis.pid"), PROGRAMS).orElseThrow();
        try (LocalRedis redis = LocalRedis.open(PROGRAMS, folder, PASSWORD)) {
            assertThat(ServerProcess.isRunning(process)).isFalse();
            assertThat(redis.port()).isNotEqualTo(leftBehind.port());
        }
        leftBehind.close();
    }

    @Test
    void doesNotStopTheServerOfAnotherFolder() throws IOException {
        Path elsewhere = folder.resolve("elsewhere");
        Path own = Files.createDirectory(folder.resolve("own"));
        try (LocalRedis other = LocalRedis.open(elsewhere.resolve("programs"), elsewhere, PASSWORD)) {
            Files.copy(elsewhere.resolve("redis.pid"), own.resolve("redis.pid"));
            LocalRedis.open(PROGRAMS, own, PASSWORD).close();
            assertThat(answerTo(other, "AUTH " + PASSWORD.reveal())).isEqualTo("+OK");
        }
    }

    private static String answerTo(LocalRedis redis, String command) throws IOException {
        try (Socket socket = new Socket(redis.host(), redis.port());
                BufferedReader reader = new BufferedReader(
                        new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
            socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.UTF_8));
            return reader.readLine();
        }
    }
}
