package io.tradinghub.local.stores;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;

import io.tradinghub.settings.Secret;
import redis.embedded.core.ExecutableProvider;

/// A Redis server of our own on the loopback address. It starts empty: Redis is a cache of the ledger and of the
/// market. Whoever opens it closes it; closing twice is closing once.
///
/// Like PostgreSQL it runs in a session of its own, out of reach of the terminal's Ctrl-C.
public final class LocalRedis implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(20);
    private static final int ATTEMPTS = 3;
    private final Path programs;
    private final Path pidFile;
    private final int port;
    private final Secret password;

    private LocalRedis(Path programs, Path pidFile, int port, Secret password) {
        this.programs = programs;
        this.pidFile = pidFile;
        this.port = port;
        this.password = password;
    }

    /// Starts the server with its configuration, pid and log in the folder.
    ///
    /// @param programsParent where the program is unpacked; one caller at a time
    public static LocalRedis open(Path programsParent, Path folder, Secret password) {
        try {
            Files.createDirectories(folder);
            Files.createDirectories(programsParent);
            Path pidFile = folder.resolve("redis.pid");
            stopLeftover(programsParent, folder);
            ServerProcess.limit(folder.resolve("redis.log"));
            Path program = ExecutableProvider.newJarResourceProvider(programsParent.toAbsolutePath().toFile()).get()
                    .toPath();
            return start(programsParent, program, folder, pidFile, password);
        } catch (IOException e) {
            throw new LocalStoreException(
                    "Redis of the demo cannot be started in %s: %s".formatted(folder, e.getMessage()), e);
        }
    }

    /// Stops a server that an earlier run left behind on this folder.
    public static void stopLeftover(Path programsParent, Path folder) {
        try {
            ServerProcess.stopLeftover(folder.resolve("redis.pid"), programsParent);
        } catch (IOException e) {
            throw new LocalStoreException(
                    "Redis of an earlier demo in %s cannot be stopped: %s".formatted(folder, e.getMessage()), e);
        }
    }

    public String host() {
        return "127.0.0.1";
    }

    public int port() {
        return port;
    }

    public Secret password() {
        return password;
    }

    @Override
    public synchronized void close() {
        try {
            ServerProcess.namedBy(pidFile, programs).ifPresent(ServerProcess::end);
            Files.deleteIfExists(pidFile);
        } catch (IOException e) {
            throw new LocalStoreException("Redis of the demo did not stop, see %s".formatted(pidFile), e);
        }
    }

    private static LocalRedis start(Path programs, Path program, Path folder, Path pidFile, Secret password)
            throws IOException {
        Path log = folder.resolve("redis.log");
        for (int attempt = 1;; attempt++) {
            int port = ServerProcess.freePort();
            ServerProcess.run(List.of(program.toString(), configuration(folder, port, password).toString()), log,
                    START);
            if (ServerProcess.answers(port, START) && ServerProcess.namedBy(pidFile, programs).isPresent()) {
                return new LocalRedis(programs, pidFile, port, password);
            }
            if (attempt == ATTEMPTS) {
                throw new LocalStoreException("Redis of the demo did not start, see %s".formatted(log));
            }
        }
    }

    private static Path configuration(Path folder, int port, Secret password) throws IOException {
        Path file = folder.resolve("redis.conf");
        Files.deleteIfExists(file);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Path absolute = folder.toAbsolutePath();
        return Files.writeString(file, """
                bind 127.0.0.1
                port %d
                daemonize yes
                requirepass %s
                save ""
                appendonly no
                dir "%s"
                pidfile "%s/redis.pid"
                logfile "%s/redis.log"
                """.formatted(port, password.reveal(), absolute, absolute, absolute));
    }
}
