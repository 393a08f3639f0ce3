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

/// Keeps batches on disk while the store is away, first in, first out, up to a bound.
///
/// Segment files are only appended to and deleted whole. A batch is on the disk (`fdatasync`) when [#append] returns,
/// so a killed process or a power cut loses none of it; what was taken out but not yet removed comes out again, which
/// is harmless because candles are idempotent. Beyond the bound the oldest segment goes, and its batches are handed to
/// whoever was named at opening. Single-threaded.
public final class DiskSpool implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DiskSpool.class);
    private static final String SUFFIX = ".spool";
    private static final Pattern SEGMENT_NAME = Pattern.compile("\\d{16}\\.spool");
    /// Small enough to be read at once, large enough that the bound does not force out much more than it must.
    private static final long SEGMENT_BYTES = 4 << 20;

    private final Path folder;
    private final long maxBytes;
    private final Consumer<CandleLines> forcedOut;
    /// Oldest first; the last one may still be appended to.
    private final Deque<Part> parts = new ArrayDeque<>();
    private @Nullable SpoolSegment writing;
    private long nextNumber;
    /// The segment that [#head] reads from, and what is left of it.
    private @Nullable Part headPart;
    private final List<CandleLines> head = new ArrayList<>();

    /// One segment file and how much of it is good.
    private static final class Part {
        private final Path file;
        private long bytes;
        private long lines;

        Part(Path file) {
            this.file = file;
        }
    }

    private DiskSpool(Path folder, long maxBytes, Consumer<CandleLines> forcedOut) {
        this.folder = folder;
        this.maxBytes = maxBytes;
        this.forcedOut = forcedOut;
    }

    /// Opens the spool of this folder with whatever an earlier process left there.
    ///
    /// @throws UncheckedIOException when the folder cannot be used
    public static DiskSpool open(Path folder, long maxBytes, Consumer<CandleLines> forcedOut) {
        DiskSpool spool = new DiskSpool(folder, maxBytes, forcedOut);
        try {
            Files.createDirectories(folder);
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.filter(DiskSpool::isSegment).sorted().toList()) {
                    spool.adopt(file);
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

    private void adopt(Path file) throws IOException {
        Part part = new Part(file);
        try (SpoolSegment segment = SpoolSegment.read(file)) {
            for (Optional<CandleLines> record = segment.next(); record.isPresent(); record = segment.next()) {
                part.bytes += SpoolSegment.HEADER + record.get().bytes().length;
                part.lines += record.get().count();
            }
            if (segment.unread() > 0) {
                LOG.atWarn().addKeyValue("file", file).addKeyValue("bytes", segment.unread())
                        .log("spool segment has a torn tail");
            }
        }
        nextNumber = Long.parseLong(file.getFileName().toString().replace(SUFFIX, "")) + 1;
        if (part.lines == 0) {
            Files.delete(file);
        } else {
            parts.addLast(part);
        }
    }

    public boolean isEmpty() {
        return parts.isEmpty();
    }

    public long lines() {
        return parts.stream().mapToLong(part -> part.lines).sum();
    }

    public long bytes() {
        return parts.stream().mapToLong(part -> part.bytes).sum();
    }

    /// Puts the batch behind all others and returns once it is on the disk.
    ///
    /// @throws IOException when the disk does not take it; the spool is as before
    public void append(CandleLines batch) throws IOException {
        long size = SpoolSegment.HEADER + (long) batch.bytes().length;
        while (bytes() + size > maxBytes && !parts.isEmpty()) {
            forceOutOldest();
        }
        if (writing == null || parts.isEmpty()
                || parts.getLast().bytes + size > Math.min(SEGMENT_BYTES, maxBytes / 4)) {
            startSegment();
        }
        SpoolSegment segment = Objects.requireNonNull(writing);
        segment.append(batch);
        parts.getLast().bytes += size;
        parts.getLast().lines += batch.count();
    }

    private void startSegment() throws IOException {
        closeWriting();
        Path file = folder.resolve("%016d%s".formatted(nextNumber++, SUFFIX));
        writing = SpoolSegment.create(file);
        parts.addLast(new Part(file));
        syncFolder();
    }

    /// Without it a power cut may lose the new file's name, and with it what was reported as written.
    private void syncFolder() {
        try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
            names.force(true);
        } catch (IOException e) {
            LOG.atDebug().setCause(e).log("this system does not sync folders");
        }
    }

    private void closeWriting() throws IOException {
        if (writing != null) {
            writing.close();
            writing = null;
        }
    }

    private void forceOutOldest() throws IOException {
        Part oldest = parts.getFirst();
        try {
            load(oldest).forEach(forcedOut);
        } catch (IOException e) {
            // The newest candles must find room even so.
            LOG.atError().addKeyValue("file", oldest.file).addKeyValue("candles", oldest.lines).setCause(e)
                    .log("spool segment cannot be read, its candles are lost to the spool");
        }
        drop(oldest);
    }

    /// The batches of the oldest segment that [#headStored] has not named, to be removed by [#removeHead] once they are
    /// stored. Repeats itself until then.
    public List<CandleLines> head() throws IOException {
        if (headPart == null && !parts.isEmpty()) {
            Part oldest = parts.getFirst();
            if (parts.size() == 1) {
                // No longer appended to, so that what is removed is what was read.
                closeWriting();
            }
            head.addAll(load(oldest));
            headPart = oldest;
        }
        return List.copyOf(head);
    }

    /// The first of these batches need not be given again.
    public void headStored(int batches) {
        if (headPart != null) {
            head.subList(0, batches).clear();
        }
    }

    /// Forgets the segment that [#head] was read from, if the bound has not forced it out meanwhile.
    public void removeHead() throws IOException {
        if (headPart != null) {
            drop(headPart);
        }
    }

    private void drop(Part oldest) throws IOException {
        if (parts.size() == 1) {
            closeWriting();
        }
        Files.deleteIfExists(oldest.file);
        parts.removeFirst();
        headPart = null;
        head.clear();
    }

    private static List<CandleLines> load(Part part) throws IOException {
        List<CandleLines> batches = new ArrayList<>();
        try (SpoolSegment segment = SpoolSegment.read(part.file)) {
            for (Optional<CandleLines> record = segment.next(); record.isPresent(); record = segment.next()) {
                batches.add(record.get());
            }
        }
        long lines = batches.stream().mapToLong(CandleLines::count).sum();
        if (lines < part.lines) {
            LOG.atError().addKeyValue("file", part.file).addKeyValue("candles", part.lines - lines)
                    .log("spool segment is damaged, candles behind the damage are lost to the spool");
        }
        return batches;
    }

    @Override
    public void close() {
        try {
            closeWriting();
        } catch (IOException e) {
            LOG.atWarn().setCause(e).log("spool segment did not close");
        }
    }
}
