package io.tradinghub.local.stores;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.tradinghub.settings.Secret;
import io.zonky.test.db.postgres.util.LinuxUtils;

/// Runs a PostgreSQL server for the demo on the loopback address, with its data in a folder. The caller closes it;
/// closing is idempotent.
///
/// It runs in its own session, so that Ctrl-C in the terminal reaches only the demo, which stops the server last.
public final class LocalPostgres implements AutoCloseable {
    public static final String USER = "postgres";
    /// Marks a data folder whose initdb completed; a folder without it is initialised again.
    private static final String INITIALISED = "hub-complete";
    private static final Duration START = Duration.ofSeconds(60);
    private static final int ATTEMPTS = 3;
    private final Path programs;
    private final Path data;
    private final Path log;
    private final int port;
    private final Secret password;
    private boolean closed;

    private LocalPostgres(Path programs, Path data, Path log, int port, Secret password) {
        this.programs = programs;
        this.data = data;
        this.log = log;
        this.port = port;
        this.password = password;
    }

    /// Starts the server on the data below the folder, and initialises the data at the first start.
    ///
    /// @param programsParent where the programs are unpacked; not for concurrent callers
    /// @param password of the user [#USER], which the first start sets
    public static LocalPostgres open(Path programsParent, Path folder, Secret password) {
        try {
            Files.createDirectories(folder);
            Path programs = PostgresBinaries.unpackInto(programsParent);
            Path data = folder.resolve("data");
            Path log = folder.resolve("postgres.log");
            stopLeftover(programsParent, folder);
            ServerProcess.limitLog(log);
            if (!Files.exists(data.resolve(INITIALISED))) {
                initialise(programs, data, log, password);
                Files.createFile(data.resolve(INITIALISED));
            }
            return start(programs, data, log, password);
        } catch (IOException e) {
            throw new LocalStoreException(
                    "cannot start the demo's PostgreSQL in %s: %s".formatted(folder, e.getMessage()),
                    e);
        }
    }

    /// Stops a server that an earlier run left running on this folder.
    public static void stopLeftover(Path programsParent, Path folder) {
        try {
            ServerProcess.stopLeftover(folder.resolve("data/postmaster.pid"), programsParent);
        } catch (IOException e) {
            throw new LocalStoreException(
                    "cannot stop the PostgreSQL of an earlier demo in %s: %s".formatted(folder, e.getMessage()), e);
        }
    }

    /// The JDBC URL of the only database, without credentials.
    public String jdbcUrl() {
        return "jdbc:postgresql://127.0.0.1:%d/postgres".formatted(port);
    }

    public Secret password() {
        return password;
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            run(programs, log, List.of("pg_ctl", "-D", data.toString(), "-m", "fast", "-w", "-t", "20", "stop"));
        } catch (IOException e) {
            throw new LocalStoreException("the demo's PostgreSQL did not stop, see %s".formatted(log), e);
        }
    }

    private static void initialise(Path programs, Path data, Path log, Secret password) throws IOException {
        Folders.delete(data);
        Path passwordFile = Files.createTempFile("hub", ".pw",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            Files.writeString(passwordFile, password.reveal());
            run(programs, log, List.of("initdb", "-D", data.toString(), "-U", USER, "-A", "scram-sha-256", "--pwfile",
                    passwordFile.toString(), "-E", "UTF8", "--locale=C", "--no-sync", "--no-instructions"));
        } finally {
            Files.delete(passwordFile);
        }
    }

    /// Tries another port when a program takes the chosen one before the server starts.
    private static LocalPostgres start(Path programs, Path data, Path log, Secret password) throws IOException {
        for (int attempt = 1;; attempt++) {
            int port = ServerProcess.freePort();
            String options = "-p %d -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c max_connections=100"
                    .formatted(port);
            try {
                run(programs, log,
                        List.of("pg_ctl", "-D", data.toString(), "-w", "-t", "30", "-l", log.toString(), "-o", options,
                                "start"));
                return new LocalPostgres(programs, data, log, port, password);
            } catch (LocalStoreException e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    /// Runs the command in a new user namespace where possible: PostgreSQL refuses to run as root, and root of this
    /// process maps to nobody there.
    private static void run(Path programs, Path log, List<String> command) throws IOException {
        List<String> full = new ArrayList<>();
        if (LinuxUtils.isUnshareAvailable()) {
            full.addAll(List.of("unshare", "-U"));
        }
        full.add(programs.resolve(command.getFirst()).toString());
        full.addAll(command.subList(1, command.size()));
        ServerProcess.run(full, log, START);
    }
}
