package io.tradinghub.local;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.stream.Stream;

import io.tradinghub.local.stores.Folders;
import io.tradinghub.settings.Secret;
import io.tradinghub.settings.SecretFiles;
import org.jspecify.annotations.Nullable;

/// The folder that holds everything of the demo between runs. One demo at a time uses it; closing it lets the next one in.
final class DemoFolder implements AutoCloseable {
    private static final int SECRET_BYTES = 24;
    private final Path root;
    private final FileChannel lockFile;

    private DemoFolder(Path root, FileChannel lockFile) {
        this.root = root;
        this.lockFile = lockFile;
    }

    /// Takes the folder, making it first where there is none.
    ///
    /// @throws DemoException when it cannot be written or another demo has it
    static DemoFolder open(Path root) {
        try {
            Files.createDirectories(root);
            FileChannel channel = FileChannel.open(root.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (locked(channel) == null) {
                channel.close();
                throw new DemoException(
                        "another demo is running on %s; end it first, or use --data with another folder".formatted(root));
            }
            return new DemoFolder(root, channel);
        } catch (IOException e) {
            throw new DemoException("folder %s cannot be used: %s".formatted(root, e), e);
        }
    }

    /// Where unpacked programs are kept; also `--fresh` leaves them.
    Path programs() {
        return root.resolveSibling("programs");
    }

    Path postgres() {
        return root.resolve("postgres");
    }

    Path redis() {
        return root.resolve("redis");
    }

    Path spool() {
        return root.resolve("spool");
    }

    Path marketState() {
        return root.resolve("market.properties");
    }

    /// The secret of this name, made at first use.
    Secret secret(String name) {
        Path folder = root.resolve("secrets");
        Path file = folder.resolve(name);
        try {
            if (!Files.exists(file)) {
                Files.createDirectories(folder,
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
                Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
                byte[] random = new byte[SECRET_BYTES];
                new SecureRandom().nextBytes(random);
                Files.writeString(file, Base64.getUrlEncoder().withoutPadding().encodeToString(random));
            }
        } catch (IOException e) {
            throw new DemoException("secret file %s cannot be written: %s".formatted(file, e), e);
        }
        return SecretFiles.in(folder).read(name);
    }

    /// Throws away what earlier runs left. Servers that one of them left running must be stopped before.
    void clear() {
        try (Stream<Path> below = Files.list(root)) {
            for (Path path : below.filter(path -> !path.endsWith("lock")).toList()) {
                Folders.delete(path);
            }
        } catch (IOException e) {
            throw new DemoException("folder %s cannot be cleared: %s".formatted(root, e), e);
        }
    }

    @Override
    public void close() {
        try {
            lockFile.close();
        } catch (IOException e) {
            throw new DemoException("folder %s cannot be released: %s".formatted(root, e), e);
        }
    }

    private static @Nullable FileLock locked(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException _) {
            return null;
        }
    }
}
