package io.tradinghub.ledger.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;

import io.tradinghub.bot.BotId;
import io.tradinghub.ledger.IntentLog;
import io.tradinghub.ledger.Ledger;
import io.tradinghub.ledger.LedgerRefusedException;
import io.tradinghub.order.LedgerEntry;
import io.tradinghub.order.OrderRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Exits and what the exchange told while the ledger was away, in one file on the bot's own volume: a line each, with a
/// checksum, flushed to the disk before it is answered. A thread of its own writes.
///
/// At the next start on this machine [#open] books what an earlier start left: idempotent by order id and execution id,
/// and nothing is sent. A line that was torn by a crash is skipped and said; what the ledger refuses for good is said
/// and kept in a file beside it, and so is a whole file that cannot be read. Nothing in the file keeps the bot from
/// starting.
///
/// The lines name no holder of the lease: whoever books them writes under a lease of its own, and an order of an
/// earlier holder is as true as one of the last.
public final class IntentFile implements IntentLog {
    private static final Logger LOG = LoggerFactory.getLogger(IntentFile.class);
    private final Path path;
    private final IntentLines lines;
    private final Consumer<Reply> replies;
    private final BlockingQueue<Work> queue = new LinkedBlockingQueue<>();
    private final Thread thread;
    /// Whether the file may end in the middle of a line. Owned by the writing thread once it runs.
    private boolean isTorn;

    private IntentFile(Path path, IntentLines lines, Consumer<Reply> replies) {
        this.path = path;
        this.lines = lines;
        this.replies = replies;
        this.thread = Thread.ofVirtual().name("intent-file").unstarted(this::run);
    }

    /// Books what an earlier start left in the file, then opens it empty.
    ///
    /// @throws io.tradinghub.ledger.LedgerUnavailableException when the ledger goes away meanwhile; the file is kept
    public static IntentFile open(Path path, BotId bot, Ledger ledger, Consumer<Reply> replies) {
        IntentLines lines = new IntentLines(bot);
        book(path, lines, ledger);
        IntentFile file = new IntentFile(path, lines, replies);
        file.isTorn = Files.exists(path);
        file.thread.start();
        return file;
    }

    private static void book(Path path, IntentLines lines, Ledger ledger) {
        List<String> found = read(path);
        found.forEach(line -> book(path, line, lines, ledger));
        if (!found.isEmpty()) {
            LOG.atWarn().addKeyValue("file", path).addKeyValue("lines", found.size())
                    .log("booked what an earlier start had left while the ledger was away");
            truncate(path);
        }
    }

    private static void book(Path path, String line, IntentLines lines, Ledger ledger) {
        try {
            Optional<IntentLines.Line> parsed = lines.parse(line);
            if (parsed.isEmpty()) {
                LOG.atWarn().addKeyValue("file", path).addKeyValue("line", line).log("skipped a torn line");
                return;
            }
            switch (parsed.get()) {
                case IntentLines.Line.Intent(OrderRequest request) -> ledger.commitIntent(request);
                case IntentLines.Line.Told(LedgerEntry entry) -> ledger.record(entry);
            }
        } catch (LedgerRefusedException | IllegalStateException | IllegalArgumentException
                | DateTimeException refused) {
            LOG.atError().addKeyValue("file", path).addKeyValue("line", line).setCause(refused)
                    .log("a line of the intent file cannot be booked, it is kept in FILE.refused");
            keep(path, line);
        }
    }

    private static List<String> read(Path path) {
        if (!Files.exists(path)) {
            return List.of();
        }
        try {
            // unlike Files.readAllLines this takes any bytes: the checksum of a line tells whether it is whole
            return new String(Files.readAllBytes(path), StandardCharsets.UTF_8).lines()
                    .filter(line -> !line.isEmpty()).toList();
        } catch (IOException unreadable) {
            LOG.atError().addKeyValue("file", path).setCause(unreadable)
                    .log("the intent file cannot be read, it is kept as FILE.unreadable");
            setAside(path);
            return List.of();
        }
    }

    private static void setAside(Path path) {
        try {
            Files.move(path, path.resolveSibling(path.getFileName() + ".unreadable"),
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException stays) {
            LOG.atError().addKeyValue("file", path).setCause(stays).log("the intent file cannot be set aside");
        }
    }

    private static void keep(Path path, String line) {
        try {
            Files.writeString(path.resolveSibling(path.getFileName() + ".refused"), line + "\n",
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException full) {
            LOG.atError().addKeyValue("file", path).setCause(full).log("a refused line cannot be kept");
        }
    }

    private static void truncate(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException kept) {
            LOG.atWarn().addKeyValue("file", path).setCause(kept).log("the booked intent file cannot be removed");
        }
    }

    @Override
    public void append(OrderRequest request) {
        queue.add(new Work.Intent(request));
    }

    @Override
    public void append(LedgerEntry entry) {
        queue.add(new Work.Told(entry));
    }

    @Override
    public void clear() {
        queue.add(new Work.Clear());
    }

    private void run() {
        List<Work> waiting = new ArrayList<>();
        try {
            while (true) {
                waiting.add(queue.take());
                queue.drainTo(waiting);
                perform(waiting);
                waiting.clear();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// Flushes all that waits at once: an exit must not wait for the flush of every fact that was told before it.
    private void perform(List<Work> waiting) {
        List<String> text = new ArrayList<>();
        List<OrderRequest> intents = new ArrayList<>();
        try {
            for (Work work : waiting) {
                switch (work) {
                    case Work.Intent(OrderRequest request) -> {
                        text.add(lines.of(request));
                        intents.add(request);
                    }
                    case Work.Told(LedgerEntry entry) -> lines.of(entry).ifPresent(text::add);
                    case Work.Clear _ -> {
                        flush(text, intents);
                        Files.deleteIfExists(path);
                        isTorn = false;
                    }
                }
            }
            flush(text, intents);
        } catch (IOException failed) {
            replies.accept(new Reply.Failed("cannot write %s: %s".formatted(path, failed.getMessage())));
        }
    }

    private void flush(List<String> text, List<OrderRequest> intents) throws IOException {
        if (!text.isEmpty()) {
            write(String.join("\n", text));
        }
        intents.forEach(request -> replies.accept(new Reply.Flushed(request)));
        text.clear();
        intents.clear();
    }

    /// After a write that failed halfway the next line begins anew, so that it is not lost with the torn one.
    private void write(String whole) throws IOException {
        String text = (isTorn ? "\n" : "") + whole + "\n";
        isTorn = true;
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE,
                StandardOpenOption.APPEND)) {
            ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                file.write(bytes);
            }
            file.force(true);
        }
        isTorn = false;
    }

    @Override
    public void close() {
        thread.interrupt();
    }

    /// What the writing thread has to do.
    private sealed interface Work {
        record Intent(OrderRequest request) implements Work {}

        record Told(LedgerEntry entry) implements Work {}

        record Clear() implements Work {}
    }
}
