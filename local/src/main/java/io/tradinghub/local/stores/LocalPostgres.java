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

/// A PostgreSQL server of our own on the loopback address, with its data in a folder. Whoever opens it closes it;
/// closing twice is closing once.
///
/// It is started as a session of its own, so that Ctrl-C in the terminal reaches the demo alone, which then stops it
/// last.
public final class LocalPostgres implements AutoCloseable {
    public static final String USER = "postgres";
    /// Stands in the data folder once initdb went through: one that was killed half-way is made anew.
    private static final String COMPLETE = "hub-complete";
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

    /// Starts the server on the data below the folder, making it first where there is none.
    ///
    /// @param programsParent where the programs are unpacked once; one caller at a time
    /// @param password of the user [#USER]; it holds from the first start on
    public static LocalPostgres open(Path programsParent, Path folder, Secret password) {
        try {
            Files.createDirectories(folder);
            Path programs = PostgresBinaries.unpackInto(programsParent);
            Path data = folder.resolve("data");
            Path log = folder.resolve("postgres.log");
            stopLeftover(programsParent, folder);
            ServerProcess.limit(log);
            if (!Files.exists(data.resolve(COMPLETE))) {
                initialise(programs, data, log, password);
                Files.createFile(data.resolve(COMPLETE));
            }
            return start(programs, data, log, password);
        } catch (IOException e) {
            throw new LocalStoreException(
                    "PostgreSQL of the demo cannot be started in %s: %s".formatted(folder, e.getMessage()),
                    e);
        }
    }

    /// Stops a server that an earlier run left behind on this folder.
    public static void stopLeftover(Path programsParent, Path folder) {
        try {
            ServerProcess.stopLeftover(folder.resolve("data/postmaster.pid"), programsParent);
        } catch (IOException e) {
            throw new LocalStoreException(
                    "PostgreSQL of an earlier demo in %s cannot be stopped: %s".formatted(folder, e.getMessage()), e);
        }
    }

    /// The address of the one database, without credentials.
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
            throw new LocalStoreException("PostgreSQL of the demo did not stop, see %s".formatted(log), e);
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

    /// Another program may take the port between our choice and the server's start: then the next one is tried.
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

    /// PostgreSQL refuses to run as root; in a user namespace of its own, root is nobody.
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
