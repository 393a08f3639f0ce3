package io.tradinghub.recorder.write;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.InstantSource;
import java.util.function.Consumer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Appends lines that the store rejects for good to a file of `time, reason, line`, separated by tabs. At its size
/// limit the file becomes `….old` and a new one starts. A line may appear twice if the store became unavailable while
/// its batch was bisected. Single-threaded.
public final class RejectedLines {
    private static final Logger LOG = LoggerFactory.getLogger(RejectedLines.class);
    private static final long MAX_BYTES = 16 << 20;
    private final Path file;
    private final InstantSource clock;
    private final Consumer<String> listener;

    /// @param listener receives each line, without its newline
    public RejectedLines(Path file, InstantSource clock, Consumer<String> listener) {
        this.file = file;
        this.clock = clock;
        this.listener = listener;
    }

    void add(String line, String reason) {
        listener.accept(line);
        LOG.atError().addKeyValue("line", line).addKeyValue("reason", reason).addKeyValue("file", file)
                .log("store rejected a candle, set it aside");
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            if (Files.exists(file) && Files.size(file) > MAX_BYTES) {
                Files.move(file, file.resolveSibling(file.getFileName() + ".old"), StandardCopyOption.REPLACE_EXISTING);
            }
            String entry = "%s\t%s\t%s\n".formatted(clock.instant(), reason.replaceAll("\\s+", " "), line);
            Files.write(file, entry.getBytes(UTF_8), CREATE, APPEND);
        } catch (IOException e) {
            LOG.atError().addKeyValue("file", file).setCause(e)
                    .log("rejected candle could not be set aside, only this log has it");
        }
    }
}
