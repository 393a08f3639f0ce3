package io.tradinghub.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

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
    void waitingTellsForWhatAndLeavesTheTimeOfTheLastWork() throws IOException {
        Path file = folder.resolve("heartbeat");
        Heartbeat heartbeat = new Heartbeat(Optional.of(file), now::get);
        heartbeat.waits("waits for Redis");
        assertThat(file).hasContent("waits for Redis\n");
        assertThat(Files.getLastModifiedTime(file).toInstant()).isEqualTo(Instant.EPOCH);
        heartbeat.beat("trading");
        assertThat(file).hasContent("trading\n");
        now.set(START.plusSeconds(70));
        heartbeat.waits("waits for the ledger");
        assertThat(file).hasContent("waits for the ledger\n");
        assertThat(Files.getLastModifiedTime(file).toInstant()).isEqualTo(START);
        heartbeat.beat("trading");
        assertThat(file).hasContent("trading\n");
        assertThat(Files.getLastModifiedTime(file).toInstant()).isEqualTo(START.plusSeconds(70));
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void aProgramThatWaitsDoesNotHang() {
        Heartbeat heartbeat = new Heartbeat(Optional.empty(), now::get);
        heartbeat.opens("waits for Redis");
        assertThat(heartbeat.silence()).as("while it opens nothing is late").isZero();
        heartbeat.waits("waits for rules");
        long end = System.nanoTime() + Duration.ofMillis(20).toNanos();
        while (System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        assertThat(heartbeat.silence()).isGreaterThanOrEqualTo(Duration.ofMillis(20));
        long before = System.nanoTime();
        heartbeat.waits("waits for Redis");
        assertThat(heartbeat.silence().toNanos()).isLessThanOrEqualTo(System.nanoTime() - before);
    }

    @Test
    void goesOnWhenItsFileCannotBeWritten() {
        Heartbeat heartbeat = new Heartbeat(Optional.of(folder.resolve("no/such/folder/heartbeat")), now::get);
        assertThatCode(heartbeat::beat).doesNotThrowAnyException();
    }
}
