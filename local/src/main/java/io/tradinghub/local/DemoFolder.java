package io.tradinghub.local;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.function.Supplier;
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
        return root.resolve("market.txt");
    }

    Path log() {
        return root.resolve("hub.log");
    }

    Path root() {
        return root;
    }

    /// The secret of this name, made at first use.
    Secret secret(String name) {
        return secretIn(root.resolve("secrets"), name, DemoFolder::random);
    }

    /// The secret files of one who enters the stores, named as in a container.
    SecretFiles secretsOf(String who) {
        Path folder = root.resolve("secrets").resolve(who);
        secretIn(folder, "postgres_password", DemoFolder::random);
        secretIn(folder, "redis_password", () -> secret("redis").reveal());
        return SecretFiles.in(folder);
    }

    private static Secret secretIn(Path folder, String name, Supplier<String> first) {
        Path file = folder.resolve(name);
        try {
            if (!Files.exists(file)) {
                Files.createDirectories(folder,
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
                Path half = Files.createTempFile(folder, name, ".new",
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
                Files.writeString(half, first.get());
                Files.move(half, file, StandardCopyOption.ATOMIC_MOVE);
            }
        } catch (IOException e) {
            throw new DemoException("secret file %s cannot be written: %s".formatted(file, e), e);
        }
        return SecretFiles.in(folder).read(name);
    }

    private static String random() {
        byte[] random = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(random);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
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
