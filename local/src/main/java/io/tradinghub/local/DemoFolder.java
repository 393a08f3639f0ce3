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

import io.tradinghub.bot.BotId;
import io.tradinghub.local.stores.Folders;
import io.tradinghub.settings.Secret;
import io.tradinghub.settings.SecretFiles;
import org.jspecify.annotations.Nullable;

/// The folder that keeps the demo's data and programs between runs. Locked for one demo at a time; closing it releases
/// the lock.
///
/// Protects the user's files: rejects a folder that no demo has created, and never deletes a file that no demo has
/// created.
final class DemoFolder implements AutoCloseable {
    private static final int SECRET_BYTES = 24;
    private static final String LOCK = "lock";
    private static final String PROGRAMS = "programs";
    /// Marks the folder as a demo's; exists from before the first store is created until after the last one is deleted.
    private static final String MARKET = "market.txt";
    private static final List<String> CLEARED = List.of("postgres", "redis", "spool", "exits", "secrets", "hub.log",
            "hub.log.1",
            MARKET);
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY = PosixFilePermissions
            .asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    private final Path root;
    private final FileChannel lockFile;

    private DemoFolder(Path root, FileChannel lockFile) {
        this.root = root;
        this.lockFile = lockFile;
    }

    /// Locks the folder; creates it if it does not exist.
    ///
    /// @throws DemoException when it cannot be written, holds other files than a demo's, or another demo uses it
    static DemoFolder open(Path root) {
        try {
            if (!Files.exists(root)) {
                Files.createDirectories(root.toAbsolutePath().getParent());
                Files.createDirectory(root, OWNER_ONLY);
            } else if (!belongsToADemo(root)) {
                throw new DemoException("folder %s has other files than a demo's; use --data with a new or empty folder"
                        .formatted(root));
            }
            FileChannel channel = FileChannel.open(root.resolve(LOCK), StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE);
            if (tryLock(channel) == null) {
                channel.close();
                throw new DemoException(
                        "another demo is running on %s; stop it, or use --data with another folder"
                                .formatted(root));
            }
            return new DemoFolder(root, channel);
        } catch (IOException e) {
            throw new DemoException("cannot use folder %s: %s".formatted(root, e), e);
        }
    }

    private static boolean belongsToADemo(Path root) throws IOException {
        try (Stream<Path> inside = Files.list(root)) {
            return Files.exists(root.resolve(MARKET))
                    || inside.allMatch(path -> path.endsWith(LOCK) || path.endsWith(PROGRAMS));
        }
    }

    /// The folder of the unpacked programs, which `--fresh` keeps too.
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

    /// The file of one bot for exits while PostgreSQL does not answer; its folder is made at first use.
    Path exits(BotId bot) {
        Path folder = root.resolve("exits");
        try {
            Files.createDirectories(folder, OWNER_ONLY);
        } catch (IOException e) {
            throw new DemoException("cannot create folder %s: %s".formatted(folder, e), e);
        }
        return folder.resolve(bot.value() + ".log");
    }

    Path marketFile() {
        return root.resolve(MARKET);
    }

    Path log() {
        return root.resolve("hub.log");
    }

    Path root() {
        return root;
    }

    /// The secret of this name, generated at first use.
    Secret secret(String name) {
        return secretIn(root.resolve("secrets"), name, DemoFolder::random);
    }

    /// The secret files of one account, named as in a container; the key is for the simulated exchange.
    SecretFiles secretsOf(String account) {
        Path folder = root.resolve("secrets").resolve(account);
        secretIn(folder, "postgres_password", DemoFolder::random);
        secretIn(folder, "redis_password", () -> secret("redis").reveal());
        secretIn(folder, "bybit_api_key", DemoFolder::random);
        secretIn(folder, "bybit_api_secret", DemoFolder::random);
        return SecretFiles.in(folder);
    }

    private static Secret secretIn(Path folder, String name, Supplier<String> first) {
        Path file = folder.resolve(name);
        try {
            if (!Files.exists(file)) {
                Files.createDirectories(folder, OWNER_ONLY);
                Path temporary = Files.createTempFile(folder, name, ".new",
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
                Files.writeString(temporary, first.get());
                Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
            }
        } catch (IOException e) {
            throw new DemoException("cannot write secret file %s: %s".formatted(file, e), e);
        }
        return SecretFiles.in(folder).read(name);
    }

    private static String random() {
        byte[] random = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(random);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }

    /// Deletes the data of earlier runs, and nothing that they did not create. Stop servers that they left running
    /// first.
    void clear() {
        try {
            for (String name : CLEARED) {
                Folders.delete(root.resolve(name));
            }
        } catch (IOException e) {
            throw new DemoException("cannot clear folder %s: %s".formatted(root, e), e);
        }
    }

    @Override
    public void close() {
        try {
            lockFile.close();
        } catch (IOException e) {
            throw new DemoException("cannot release folder %s: %s".formatted(root, e), e);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException _) {
            return null;
        }
    }
}
