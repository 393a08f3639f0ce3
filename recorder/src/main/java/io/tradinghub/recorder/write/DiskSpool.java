package io.tradinghub.recorder.write;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.tradinghub.market.CandleLines;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps batches on disk during a store outage, first in, first out, up to a size limit.
///
/// Segment files are only appended to and deleted whole. A batch is on disk (`fdatasync`) when [#append] returns, so
/// neither a killed process nor a power cut loses it; a batch that was read but not removed is read again, which is
/// harmless because candles are idempotent. Beyond the limit the spool drops the oldest segment and hands its batches
/// to the `dropped` consumer. Single-threaded.
public final class DiskSpool implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DiskSpool.class);
    private static final String SUFFIX = ".spool";
    private static final Pattern SEGMENT_NAME = Pattern.compile("\\d{16}\\.spool");
    /// Small enough to be read at once and to drop little more than necessary at the limit; large enough to keep files
    /// few.
    private static final long SEGMENT_BYTES = 4 << 20;

    private final Path folder;
    private final long maxBytes;
    private final Consumer<CandleLines> dropped;
    /// Oldest first; only the last one is appended to.
    private final Deque<Segment> segments = new ArrayDeque<>();
    private @Nullable SpoolSegment writing;
    private long nextNumber;
    /// The segment that [#head] reads from, and its batches that are not stored yet.
    private @Nullable Segment headSegment;
    private final List<CandleLines> head = new ArrayList<>();

    /// One segment file, and how many of its bytes and lines are intact.
    private static final class Segment {
        private final Path file;
        private long bytes;
        private long lines;

        Segment(Path file) {
            this.file = file;
        }
    }

    private DiskSpool(Path folder, long maxBytes, Consumer<CandleLines> dropped) {
        this.folder = folder;
        this.maxBytes = maxBytes;
        this.dropped = dropped;
    }

    /// Opens the spool of this folder with the segments that an earlier process left.
    ///
    /// @throws UncheckedIOException when the folder cannot be used
    public static DiskSpool open(Path folder, long maxBytes, Consumer<CandleLines> dropped) {
        DiskSpool spool = new DiskSpool(folder, maxBytes, dropped);
        try {
            Files.createDirectories(folder);
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.filter(DiskSpool::isSegment).sorted().toList()) {
                    spool.addExisting(file);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("spool folder %s cannot be used".formatted(folder), e);
        }
        if (!spool.isEmpty()) {
            LOG.atInfo().addKeyValue("lines", spool.lines()).addKeyValue("bytes", spool.bytes())
                    .log("spool holds candles");
        }
        return spool;
    }

    private static boolean isSegment(Path file) {
        return SEGMENT_NAME.matcher(file.getFileName().toString()).matches();
    }

    private void addExisting(Path file) throws IOException {
        Segment segment = new Segment(file);
        try (SpoolSegment reader = SpoolSegment.read(file)) {
            for (Optional<CandleLines> record = reader.next(); record.isPresent(); record = reader.next()) {
                segment.bytes += SpoolSegment.HEADER_BYTES + record.get().bytes().length;
                segment.lines += record.get().count();
            }
            if (reader.unread() > 0) {
                LOG.atWarn().addKeyValue("file", file).addKeyValue("bytes", reader.unread())
                        .log("spool segment has an incomplete tail, ignoring it");
            }
        }
        nextNumber = Long.parseLong(file.getFileName().toString().replace(SUFFIX, "")) + 1;
        if (segment.lines == 0) {
            Files.delete(file);
        } else {
            segments.addLast(segment);
        }
    }

    public boolean isEmpty() {
        return segments.isEmpty();
    }

    public long lines() {
        return segments.stream().mapToLong(segment -> segment.lines).sum();
    }

    public long bytes() {
        return segments.stream().mapToLong(segment -> segment.bytes).sum();
    }

    /// Appends the batch and returns once it is on disk.
    ///
    /// @throws IOException if the disk does not take it; the spool is unchanged
    public void append(CandleLines batch) throws IOException {
        long size = SpoolSegment.HEADER_BYTES + (long) batch.bytes().length;
        while (bytes() + size > maxBytes && !segments.isEmpty()) {
            dropOldest();
        }
        if (writing == null || segments.isEmpty()
                || segments.getLast().bytes + size > Math.min(SEGMENT_BYTES, maxBytes / 4)) {
            startSegment();
        }
        SpoolSegment segment = Objects.requireNonNull(writing);
        segment.append(batch);
        segments.getLast().bytes += size;
        segments.getLast().lines += batch.count();
    }

    private void startSegment() throws IOException {
        closeWriting();
        Path file = folder.resolve("%016d%s".formatted(nextNumber++, SUFFIX));
        writing = SpoolSegment.create(file);
        segments.addLast(new Segment(file));
        syncFolder();
    }

    /// Without this, a power cut may lose the new file's name, and with it batches reported as written.
    private void syncFolder() {
        try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
            names.force(true);
        } catch (IOException e) {
            LOG.atDebug().setCause(e).log("this file system does not sync folders");
        }
    }

    private void closeWriting() throws IOException {
        if (writing != null) {
            writing.close();
            writing = null;
        }
    }

    private void dropOldest() throws IOException {
        Segment oldest = segments.getFirst();
        try {
            read(oldest).forEach(dropped);
        } catch (IOException e) {
            // Make room for the newest candles even so.
            LOG.atError().addKeyValue("file", oldest.file).addKeyValue("candles", oldest.lines).setCause(e)
                    .log("spool segment cannot be read, dropped its candles");
        }
        delete(oldest);
    }

    /// Returns the batches of the oldest segment without those that [#headStored] counted; the same ones until
    /// [#removeHead].
    public List<CandleLines> head() throws IOException {
        if (headSegment == null && !segments.isEmpty()) {
            Segment oldest = segments.getFirst();
            if (segments.size() == 1) {
                // Append to a new segment from now on, so that [#removeHead] removes exactly what was read.
                closeWriting();
            }
            head.addAll(read(oldest));
            headSegment = oldest;
        }
        return List.copyOf(head);
    }

    /// Counts the first batches of [#head] as stored; [#head] no longer returns them.
    public void headStored(int batches) {
        if (headSegment != null) {
            head.subList(0, batches).clear();
        }
    }

    /// Deletes the segment that [#head] read, unless it was dropped meanwhile.
    public void removeHead() throws IOException {
        if (headSegment != null) {
            delete(headSegment);
        }
    }

    private void delete(Segment oldest) throws IOException {
        if (segments.size() == 1) {
            closeWriting();
        }
        Files.deleteIfExists(oldest.file);
        segments.removeFirst();
        headSegment = null;
        head.clear();
    }

    private static List<CandleLines> read(Segment segment) throws IOException {
        List<CandleLines> batches = new ArrayList<>();
        try (SpoolSegment reader = SpoolSegment.read(segment.file)) {
            for (Optional<CandleLines> record = reader.next(); record.isPresent(); record = reader.next()) {
                batches.add(record.get());
            }
        }
        long lines = batches.stream().mapToLong(CandleLines::count).sum();
        if (lines < segment.lines) {
            LOG.atError().addKeyValue("file", segment.file).addKeyValue("candles", segment.lines - lines)
                    .log("spool segment is damaged, dropped the candles after the damage");
        }
        return batches;
    }

    @Override
    public void close() {
        try {
            closeWriting();
        } catch (IOException e) {
            LOG.atWarn().setCause(e).log("spool segment could not be closed");
        }
    }
}
