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

/// The folder of tokens, one file for each service: `NAME_influx_token`.
///
/// A file is written in place and never replaced, since Compose mounts the file itself, as a secret, into the one
/// service that needs it: a new file under the old name would not be seen there.
public final class TokenFiles {
    private final Path folder;

    public TokenFiles(Path folder) {
        this.folder = folder;
    }

    public Path fileOf(String name) {
        return folder.resolve(name + "_influx_token");
    }

    /// The token, when there is one.
    public Optional<Secret> read(String name) {
        Path file = fileOf(name);
        try {
            return Files.exists(file)
                    ? Optional.of(Files.readString(file).strip()).filter(text -> !text.isEmpty()).map(Secret::of)
                    : Optional.empty();
        } catch (IOException e) {
            throw new PreparationException("the token file %s cannot be read: %s".formatted(file, e), e);
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
                    "the token file %s cannot be written: %s; './hub init' makes the folder so that db may write"
                            .formatted(file, e),
                    e);
        }
    }
}
