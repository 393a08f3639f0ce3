package io.tradinghub.operations;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

import io.tradinghub.settings.Setting;
import io.tradinghub.settings.SettingsReader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A file whose modification time is the last moment at which work went on, so that a container's health check needs no
/// second JVM: `test "$(($(date +%s) - $(stat -c %Y FILE)))" -lt 60`.
///
/// Beat where a unit of work is finished, never from a timer: a program that hangs must fall silent. Any thread may
/// beat, as often as it likes; the file is touched at most once a second. A file that cannot be written is logged once
/// and stops nothing.
public final class Heartbeat {
    private static final Logger LOG = LoggerFactory.getLogger(Heartbeat.class);
    private static final long SPACING_MILLIS = Duration.ofSeconds(1).toMillis();
    private final Optional<Path> file;
    private final InstantSource clock;
    private final AtomicLong lastMillis = new AtomicLong(Long.MIN_VALUE);
    private final AtomicBoolean complained = new AtomicBoolean();
    private volatile long beatNanos;
    private volatile boolean beaten;

    /// Without a file, beats are only remembered.
    public Heartbeat(Optional<Path> file, InstantSource clock) {
        this.file = file;
        this.clock = clock;
    }

    /// Declares `HEARTBEAT_FILE`.
    public static Setting<Optional<Path>> declare(SettingsReader in) {
        return in
                .path("HEARTBEAT_FILE", "Touched while work goes on; the health check of a container looks at its age.")
                .optional();
    }

    /// Says that a unit of work is done.
    public void beat() {
        beatNanos = System.nanoTime();
        beaten = true;
        long now = clock.millis();
        long last = lastMillis.get();
        if ((last != Long.MIN_VALUE && now - last < SPACING_MILLIS) || !lastMillis.compareAndSet(last, now)) {
            return;
        }
        file.ifPresent(path -> touch(path, now));
    }

    /// How long ago the last beat was, by a steady clock; zero before the first.
    public Duration silence() {
        return beaten ? Duration.ofNanos(System.nanoTime() - beatNanos) : Duration.ZERO;
    }

    /// The last moment work went on, to the second.
    public Optional<Instant> last() {
        long last = lastMillis.get();
        return last == Long.MIN_VALUE ? Optional.empty() : Optional.of(Instant.ofEpochMilli(last));
    }

    private void touch(Path path, long millis) {
        try {
            if (!Files.exists(path)) {
                Files.createFile(path);
            }
            Files.setLastModifiedTime(path, FileTime.fromMillis(millis));
        } catch (IOException e) {
            if (complained.compareAndSet(false, true)) {
                LOG.atWarn().addKeyValue("file", path).setCause(e).log("heartbeat file cannot be written");
            }
        }
    }
}
