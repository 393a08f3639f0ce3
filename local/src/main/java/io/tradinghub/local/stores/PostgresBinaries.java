package io.tradinghub.local.stores;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;

import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import io.zonky.test.db.postgres.util.ArchUtils;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/// Unpacks the PostgreSQL programs for this machine, once per folder.
final class PostgresBinaries {
    /// Must change with the archive, so that an older unpacked one is not reused.
    private static final String FOLDER = "postgres-17.6";
    private static final int OWNER_EXECUTES = 0100;

    private PostgresBinaries() {}

    /// Unpacks the archive below the folder unless it is unpacked already, and returns the folder of the programs.
    static Path unpackInto(Path parent) throws IOException {
        Path home = parent.resolve(FOLDER);
        if (Files.exists(home.resolve("bin/postgres"))) {
            return home.resolve("bin");
        }
        Files.createDirectories(parent);
        Path staging = parent.resolve(FOLDER + ".half");
        Folders.delete(staging);
        Files.createDirectory(staging);
        try (InputStream archive = archive();
                TarArchiveInputStream tar = new TarArchiveInputStream(
                        new XZInputStream(new BufferedInputStream(archive)))) {
            unpack(tar, staging);
        }
        Folders.delete(home);
        Files.move(staging, home, StandardCopyOption.ATOMIC_MOVE);
        return home.resolve("bin");
    }

    private static InputStream archive() throws IOException {
        String system = System.getProperty("os.name").startsWith("Mac") ? "Darwin" : System.getProperty("os.name");
        String machine = ArchUtils.normalize(System.getProperty("os.arch"));
        InputStream archive = DefaultPostgresBinaryResolver.INSTANCE.getPgBinary(system, machine);
        if (archive == null) {
            throw new LocalStoreException(
                    ("the demo has no PostgreSQL for %s on %s; run it on Linux or macOS, "
                            + "on x86-64 or arm64").formatted(system, machine));
        }
        return archive;
    }

    private static void unpack(TarArchiveInputStream tar, Path root) throws IOException {
        for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
            Path target = root.resolve(entry.getName()).normalize();
            if (!target.startsWith(root)) {
                throw new IOException("archive entry %s is outside the target folder".formatted(entry.getName()));
            }
            if (entry.isDirectory()) {
                Files.createDirectories(target);
                continue;
            }
            Files.createDirectories(target.resolveSibling("x").getParent());
            if (entry.isSymbolicLink()) {
                Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
            } else {
                Files.copy(tar, target);
                Files.setPosixFilePermissions(target, permissions((entry.getMode() & OWNER_EXECUTES) != 0));
            }
        }
    }

    private static Set<PosixFilePermission> permissions(boolean executable) {
        Set<PosixFilePermission> permissions = EnumSet.of(PosixFilePermission.OWNER_READ,
                PosixFilePermission.OWNER_WRITE,
                PosixFilePermission.GROUP_READ, PosixFilePermission.OTHERS_READ);
        if (executable) {
            permissions.addAll(EnumSet.of(PosixFilePermission.OWNER_EXECUTE, PosixFilePermission.GROUP_EXECUTE,
                    PosixFilePermission.OTHERS_EXECUTE));
        }
        return permissions;
    }
}
