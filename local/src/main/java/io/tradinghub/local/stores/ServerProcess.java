package io.tradinghub.local.stores;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Starts and stops server processes of the demo. A server is identified by its pid file, so that the next demo finds
/// and stops one that a killed demo left running.
final class ServerProcess {
    private static final Logger LOG = LoggerFactory.getLogger(ServerProcess.class);
    private static final Duration GRACE = Duration.ofSeconds(10);
    private static final int CONNECT_MILLIS = 500;
    private static final long PAUSE_MILLIS = 20;
    private static final long LARGEST_LOG = 1 << 20;

    private ServerProcess() {}

    /// The running process that the first line of the pid file names, if its program is below this folder. The check is
    /// needed since the pid may belong to another process by now, especially after a reboot, even to a server of the
    /// same kind.
    static Optional<ProcessHandle> find(Path pidFile, Path programs) throws IOException {
        if (!Files.exists(pidFile) || !Files.exists(programs)) {
            return Optional.empty();
        }
        Path home = programs.toRealPath();
        List<String> lines = Files.readAllLines(pidFile);
        if (lines.isEmpty() || !lines.getFirst().strip().matches("\\d{1,9}")) {
            return Optional.empty();
        }
        return ProcessHandle.of(Long.parseLong(lines.getFirst().strip())).filter(ProcessHandle::isAlive)
                .filter(process -> process.info().command().filter(command -> Path.of(command).startsWith(home))
                        .isPresent());
    }

    /// Stops a server that a killed demo left running, and deletes its pid file.
    static void stopLeftover(Path pidFile, Path programs) throws IOException {
        Optional<ProcessHandle> leftover = find(pidFile, programs);
        if (leftover.isPresent()) {
            LOG.atWarn().addKeyValue("pidFile", pidFile).addKeyValue("pid", leftover.get().pid())
                    .log("stopping a server that an earlier run left running");
            end(leftover.get());
        }
        Files.deleteIfExists(pidFile);
    }

    /// Terminates the process, forcibly when it does not end in time.
    static void end(ProcessHandle process) {
        process.destroy();
        long end = System.nanoTime() + GRACE.toNanos();
        while (isRunning(process)) {
            if (System.nanoTime() > end || !pause()) {
                process.destroyForcibly();
                return;
            }
        }
    }

    /// Whether the process is running. A zombie counts as alive too, but has no command any more.
    static boolean isRunning(ProcessHandle process) {
        return process.isAlive() && process.info().command().isPresent();
    }

    /// Deletes a large log before the server appends to it.
    static void limitLog(Path log) throws IOException {
        if (Files.exists(log) && Files.size(log) > LARGEST_LOG) {
            Files.delete(log);
        }
    }

    /// Runs a program and waits for its end.
    ///
    /// @throws LocalStoreException when it fails or exceeds the limit; its output is in the log file
    static void run(List<String> command, Path log, Duration limit) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile())).start();
        String program = Path.of(command.get(command.get(0).equals("unshare") ? 2 : 0)).getFileName().toString();
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                throw new LocalStoreException(
                        "%s took longer than %d s, see %s".formatted(program, limit.toSeconds(), log));
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new LocalStoreException("%s was interrupted".formatted(program), e);
        }
        if (process.exitValue() != 0) {
            throw new LocalStoreException(
                    "%s failed with exit code %d, see %s".formatted(program, process.exitValue(), log));
        }
    }

    /// A port that was free when it was chosen.
    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /// Waits until the loopback port accepts a connection; false when the limit passes first.
    static boolean awaitPort(int port, Duration limit) {
        long end = System.nanoTime() + limit.toNanos();
        while (System.nanoTime() < end) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_MILLIS);
                return true;
            } catch (IOException _) {
                if (!pause()) {
                    return false;
                }
            }
        }
        return false;
    }

    /// Waits until the pid file names a running process; false when the limit passes first.
    static boolean awaitPidFile(Path pidFile, Path programs, Duration limit) throws IOException {
        long end = System.nanoTime() + limit.toNanos();
        while (find(pidFile, programs).isEmpty()) {
            if (System.nanoTime() > end || !pause()) {
                return false;
            }
        }
        return true;
    }

    private static boolean pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
            return true;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
