package io.tradinghub.db.influx;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

import io.tradinghub.db.access.PreparationException;
import io.tradinghub.settings.Secret;

/// The folder of token files, one per service: `NAME_influx_token`.
///
/// Writes files in place and never replaces them: Compose mounts the file itself, as a secret, into the service that
/// needs it, and the mount would keep showing a replaced file.
public final class TokenFiles {
    private final Path folder;

    public TokenFiles(Path folder) {
        this.folder = folder;
    }

    public Path fileOf(String name) {
        return folder.resolve(name + "_influx_token");
    }

    /// Reads the service's token; empty if there is none.
    public Optional<Secret> read(String name) {
        Path file = fileOf(name);
        try {
            return Files.exists(file)
                    ? Optional.of(Files.readString(file).strip()).filter(text -> !text.isEmpty()).map(Secret::of)
                    : Optional.empty();
        } catch (IOException e) {
            throw new PreparationException("cannot read the token file %s: %s".formatted(file, e), e);
        }
    }

    void write(String name, Secret token) {
        Path file = fileOf(name);
        byte[] line = (token.reveal() + "\n").getBytes(StandardCharsets.UTF_8);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(line);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.truncate(line.length);
            channel.force(true);
        } catch (IOException e) {
            throw new PreparationException(
                    "cannot write the token file %s: %s; './hub init' creates the folder with the right permissions"
                            .formatted(file, e),
                    e);
        }
    }
}
