package io.tradinghub.operations;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
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

/// A file whose modification time is the last moment at which work went on, and whose text says what the program does
/// or waits for, so that a container's health check needs no second JVM (`deploy/jvm/health`).
///
/// Beat where a unit of work is finished, never from a timer: a program that hangs must fall silent. One that runs and
/// waits says so with [#waits]: the file then tells for what, and its time stays. Any thread may call, as often as it
/// likes; the file is touched at most once a second and whenever the text changes. A file that cannot be written is
/// logged once and stops nothing.
public final class Heartbeat {
    private static final Logger LOG = LoggerFactory.getLogger(Heartbeat.class);
    private static final long SPACING_MILLIS = Duration.ofSeconds(1).toMillis();
    private static final FileTime NEVER = FileTime.fromMillis(0);
    private final Optional<Path> file;
    private final InstantSource clock;
    private final AtomicLong lastMillis = new AtomicLong(Long.MIN_VALUE);
    private final AtomicBoolean complained = new AtomicBoolean();
    private volatile long aliveNanos;
    private volatile boolean beaten;
    /// Guarded by this, like the file.
    private String written = "";

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
        beat("works");
    }

    /// Says that a unit of work is done, and what the work is, for people.
    public void beat(String doing) {
        aliveNanos = System.nanoTime();
        beaten = true;
        long now = clock.millis();
        long last = lastMillis.get();
        boolean isDue = last == Long.MIN_VALUE || now - last >= SPACING_MILLIS;
        if ((isDue && lastMillis.compareAndSet(last, now)) || !doing.equals(text())) {
            show(doing);
        }
    }

    /// Says what the program waits for before its work begins, for people. Nothing is late yet.
    public void opens(String reason) {
        if (!reason.equals(text())) {
            show(reason);
        }
    }

    /// Says that the program runs and that its work does not go on, and what it waits for, for people.
    public void waits(String reason) {
        aliveNanos = System.nanoTime();
        beaten = true;
        opens(reason);
    }

    /// How long ago the program last beat or said that it waits, by a steady clock; zero before the first time.
    public Duration silence() {
        return beaten ? Duration.ofNanos(System.nanoTime() - aliveNanos) : Duration.ZERO;
    }

    /// The last moment work went on, to the second.
    public Optional<Instant> last() {
        long last = lastMillis.get();
        return last == Long.MIN_VALUE ? Optional.empty() : Optional.of(Instant.ofEpochMilli(last));
    }

    /// What was said last, for people; empty before the first word.
    public synchronized String text() {
        return written;
    }

    private synchronized void show(String text) {
        boolean isNews = !text.equals(written);
        written = text;
        FileTime beat = last().map(FileTime::from).orElse(NEVER);
        file.ifPresent(path -> write(path, isNews ? Optional.of(text) : Optional.empty(), beat));
    }

    /// A reader must not find the file half written, nor a text with the time of another.
    private void write(Path path, Optional<String> news, FileTime beat) {
        try {
            if (news.isPresent()) {
                Path next = path.resolveSibling(path.getFileName() + ".next");
                Files.writeString(next, news.get() + "\n");
                Files.setLastModifiedTime(next, beat);
                Files.move(next, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } else {
                Files.setLastModifiedTime(path, beat);
            }
        } catch (IOException e) {
            written = ""; // so that the next word makes the file anew
            if (complained.compareAndSet(false, true)) {
                LOG.atWarn().addKeyValue("file", path).setCause(e).log("heartbeat file cannot be written");
            }
        }
    }
}
