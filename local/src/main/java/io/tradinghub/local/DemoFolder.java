package io.tradinghub.local;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

import io.tradinghub.local.stores.Folders;
import io.tradinghub.settings.Secret;
import io.tradinghub.settings.SecretFiles;
import org.jspecify.annotations.Nullable;

/// The folder that holds everything of the demo between runs, its programs included. One demo at a time uses it;
/// closing it lets the next one in.
///
/// What people keep in a folder of their own is safe: one that no demo has made is refused, and what a demo has not
/// made is never deleted.
final class DemoFolder implements AutoCloseable {
    private static final int SECRET_BYTES = 24;
    private static final String LOCK = "lock";
    private static final String PROGRAMS = "programs";
    /// Says that the folder is a demo's; it is there from before the first store is made until after the last one is
    /// deleted.
    private static final String MARKET = "market.txt";
    private static final List<String> CLEARED = List.of("postgres", "redis", "spool", "secrets", "hub.log", "hub.log.1",
            MARKET);
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY = PosixFilePermissions
            .asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    private final Path root;
    private final FileChannel lockFile;

    private DemoFolder(Path root, FileChannel lockFile) {
        this.root = root;
        this.lockFile = lockFile;
    }

    /// Takes the folder, making it first where there is none.
    ///
    /// @throws DemoException when it cannot be written, holds something else than a demo, or another demo has it
    static DemoFolder open(Path root) {
        try {
            if (!Files.exists(root)) {
                Files.createDirectories(root.toAbsolutePath().getParent());
                Files.createDirectory(root, OWNER_ONLY);
            } else if (!isOfADemo(root)) {
                throw new DemoException(
                        "folder %s holds something else than a demo; give --data a new or an empty folder"
                                .formatted(root));
            }
            FileChannel channel = FileChannel.open(root.resolve(LOCK), StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE);
            if (locked(channel) == null) {
                channel.close();
                throw new DemoException(
                        "another demo is running on %s; end it first, or use --data with another folder"
                                .formatted(root));
            }
            return new DemoFolder(root, channel);
        } catch (IOException e) {
            throw new DemoException("folder %s cannot be used: %s".formatted(root, e), e);
        }
    }

    private static boolean isOfADemo(Path root) throws IOException {
        try (Stream<Path> inside = Files.list(root)) {
            return Files.exists(root.resolve(MARKET))
                    || inside.allMatch(path -> path.endsWith(LOCK) || path.endsWith(PROGRAMS));
        }
    }

    /// Where unpacked programs are kept; also `--fresh` leaves them.
    Path programs() {
        return root.resolve(PROGRAMS);
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
        return root.resolve(MARKET);
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
                Files.createDirectories(folder, OWNER_ONLY);
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

    /// Throws away what earlier runs left, and nothing that they did not make. Servers that one of them left running
    /// must be stopped before.
    void clear() {
        try {
            for (String name : CLEARED) {
                Folders.delete(root.resolve(name));
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
