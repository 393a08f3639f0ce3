package io.tradinghub.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeartbeatTest {
    private static final Instant START = Instant.parse("2025-06-01T00:00:00Z");

    @TempDir
    Path folder;

    private final AtomicReference<Instant> now = new AtomicReference<>(START);

    @Test
    void touchesItsFileOnlyWhenWorkIsDoneAndAtMostOnceASecond() throws IOException {
        Path file = folder.resolve("heartbeat");
        Heartbeat heartbeat = new Heartbeat(Optional.of(file), now::get);
        assertThat(file).doesNotExist();
        heartbeat.beat();
        now.set(START.plusMillis(999));
        heartbeat.beat();
        assertThat(Files.getLastModifiedTime(file).toInstant()).isEqualTo(START);
        now.set(START.plusMillis(1_000));
        heartbeat.beat();
        assertThat(Files.getLastModifiedTime(file).toInstant()).isEqualTo(START.plusMillis(1_000));
    }

    @Test
    void goesOnWhenItsFileCannotBeWritten() {
        Heartbeat heartbeat = new Heartbeat(Optional.of(folder.resolve("no/such/folder/heartbeat")), now::get);
        assertThatCode(heartbeat::beat).doesNotThrowAnyException();
    }
}
