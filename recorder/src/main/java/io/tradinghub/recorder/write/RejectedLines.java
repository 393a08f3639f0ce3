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

/// Sets aside lines that the store will never take: a file of `time, reason, line`, separated by tabs. At its bound the
/// file becomes `….old` and a new one begins. A line may stand there twice when the store went away while its batch was
/// being split. Single-threaded.
public final class RejectedLines {
    private static final Logger LOG = LoggerFactory.getLogger(RejectedLines.class);
    private static final long MAX_BYTES = 16 << 20;
    private final Path file;
    private final InstantSource clock;
    private final Consumer<String> hearer;

    /// @param hearer told of each line, without its newline
    public RejectedLines(Path file, InstantSource clock, Consumer<String> hearer) {
        this.file = file;
        this.clock = clock;
        this.hearer = hearer;
    }

    void add(String line, String reason) {
        hearer.accept(line);
        LOG.atError().addKeyValue("line", line).addKeyValue("reason", reason).addKeyValue("file", file)
                .log("store refused a candle, set aside");
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            if (Files.exists(file) && Files.size(file) > MAX_BYTES) {
                Files.move(file, file.resolveSibling(file.getFileName() + ".old"), StandardCopyOption.REPLACE_EXISTING);
            }
            String entry = "%s\t%s\t%s\n".formatted(clock.instant(), reason.replaceAll("\\s+", " "), line);
            Files.write(file, entry.getBytes(UTF_8), CREATE, APPEND);
        } catch (IOException e) {
            LOG.atError().addKeyValue("file", file).setCause(e)
                    .log("refused candle could not be set aside, it stands in this log only");
        }
    }
}
