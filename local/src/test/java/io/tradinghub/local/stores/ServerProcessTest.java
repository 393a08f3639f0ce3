package io.tradinghub.local.stores;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerProcessTest {
    @TempDir
    Path folder;

    @Test
    void waitsForThePidFileOfAServerThatListensAlready() throws Exception {
        Path pidFile = folder.resolve("server.pid");
        Path program = Files.copy(Path.of("/bin/sleep").toRealPath(), folder.resolve("sleep"));
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        Process server = new ProcessBuilder(program.toString(), "60").start();
        try {
            assertThat(ServerProcess.awaitPidFile(pidFile, folder, Duration.ofMillis(50))).isFalse();
            CompletableFuture<Path> written = CompletableFuture.supplyAsync(() -> write(pidFile, server.pid()),
                    CompletableFuture.delayedExecutor(200, TimeUnit.MILLISECONDS));
            assertThat(ServerProcess.awaitPidFile(pidFile, folder, Duration.ofSeconds(20))).isTrue();
            assertThat(written.join()).isEqualTo(pidFile);
        } finally {
            server.destroyForcibly();
        }
    }

    private static Path write(Path file, long pid) {
        try {
            return Files.writeString(file, pid + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
