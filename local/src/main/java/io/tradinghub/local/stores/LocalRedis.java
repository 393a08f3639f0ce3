package io.tradinghub.local.stores;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;

import io.tradinghub.settings.Secret;
import redis.embedded.core.ExecutableProvider;

/// Runs a Redis server for the demo on the loopback address. It starts empty, since Redis only caches the ledger and
/// market data. The caller closes it; closing is idempotent.
///
/// Like PostgreSQL it runs in its own session, so that Ctrl-C in the terminal does not reach it.
public final class LocalRedis implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(20);
    /// The server listens before it writes its pid file; taken for another's, it would run on for ever.
    private static final Duration PID_FILE = Duration.ofSeconds(5);
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

    /// Starts the server with its configuration, pid file and log in the folder.
    ///
    /// @param programsParent where the program is unpacked; not for concurrent callers
    public static LocalRedis open(Path programsParent, Path folder, Secret password) {
        try {
            Files.createDirectories(folder);
            Files.createDirectories(programsParent);
            Path pidFile = folder.resolve("redis.pid");
            stopLeftover(programsParent, folder);
            ServerProcess.limitLog(folder.resolve("redis.log"));
            Path program = ExecutableProvider.newJarResourceProvider(programsParent.toAbsolutePath().toFile()).get()
                    .toPath();
            return start(programsParent, program, folder, pidFile, password);
        } catch (IOException e) {
            throw new LocalStoreException(
                    "cannot start the demo's Redis in %s: %s".formatted(folder, e.getMessage()), e);
        }
    }

    /// Stops a server that an earlier run left running on this folder.
    public static void stopLeftover(Path programsParent, Path folder) {
        try {
            ServerProcess.stopLeftover(folder.resolve("redis.pid"), programsParent);
        } catch (IOException e) {
            throw new LocalStoreException(
                    "cannot stop the Redis of an earlier demo in %s: %s".formatted(folder, e.getMessage()), e);
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
            ServerProcess.find(pidFile, programs).ifPresent(ServerProcess::end);
            Files.deleteIfExists(pidFile);
        } catch (IOException e) {
            throw new LocalStoreException("the demo's Redis did not stop, see %s".formatted(pidFile), e);
        }
    }

    private static LocalRedis start(Path programs, Path program, Path folder, Path pidFile, Secret password)
            throws IOException {
        Path log = folder.resolve("redis.log");
        for (int attempt = 1;; attempt++) {
            int port = ServerProcess.freePort();
            ServerProcess.run(List.of(program.toString(), configuration(folder, port, password).toString()), log,
                    START);
            if (ServerProcess.awaitPort(port, START) && ServerProcess.awaitPidFile(pidFile, programs, PID_FILE)) {
                return new LocalRedis(programs, pidFile, port, password);
            }
            if (attempt == ATTEMPTS) {
                throw new LocalStoreException("the demo's Redis did not start, see %s".formatted(log));
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
