package io.tradinghub.local.kill;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// The process of one bot, which can be killed and started again. One that ends by itself is started anew after a
/// second, as the container engine does it. Any thread may call.
final class BotProcess implements AutoCloseable {
    private static final int DEATH_SECONDS = 10;
    private static final int ORDERLY_SECONDS = 90;
    private static final int LAST_LINES = 6;
    private final List<String> command;
    private final Map<String, String> environment;
    private final Path log;
    private final Path pidFile;
    private final InstantSource clock;
    private Process process;
    private Instant started;
    private boolean isWanted = true;
    private final List<String> ends = new ArrayList<>();

    /// Starts the bot in a JVM of its own.
    ///
    /// @param options of the JVM, its class path among them
    BotProcess(List<String> options, Map<String, String> environment, Path log, Path pidFile,
            InstantSource clock)
            throws IOException {
        List<String> parts = new ArrayList<>();
        parts.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        parts.addAll(options);
        parts.add(LevelBotMain.class.getName());
        this.command = List.copyOf(parts);
        this.environment = Map.copyOf(environment);
        this.log = log;
        this.pidFile = pidFile;
        this.clock = clock;
        this.started = clock.instant();
        this.process = launch();
    }

    private Process launch() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().clear();
        builder.environment().putAll(environment);
        started = clock.instant();
        Process launched = builder.start();
        Files.writeString(pidFile, launched.pid() + "\n");
        CompletableFuture<Void> unused = launched.onExit().thenAcceptAsync(this::ended,
                CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS));
        return launched;
    }

    private synchronized void ended(Process which) {
        if (isWanted && which == process) {
            ends.add("the bot of %s ended by itself with exit code %d, its last lines:%n  %s".formatted(log,
                    which.exitValue(), String.join("%n  ".formatted(), lastLines())));
            restart();
        }
    }

    /// Without the frames of a stack, which would be all of them.
    private List<String> lastLines() {
        try {
            List<String> lines = Files.readAllLines(log).stream().filter(line -> !line.startsWith("\t")).toList();
            return lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size());
        } catch (IOException e) {
            return List.of("its log cannot be read: " + e.getMessage());
        }
    }

    synchronized void restart() {
        try {
            isWanted = true;
            process = launch();
        } catch (IOException e) {
            throw new MatrixException("cannot start a bot: " + e.getMessage(), e);
        }
    }

    /// When the newest process was started.
    synchronized Instant started() {
        return started;
    }

    /// The times that a process has ended by itself, for people.
    synchronized List<String> ends() {
        return List.copyOf(ends);
    }

    /// Kills the process as `kill -9` does, and returns when it is dead.
    synchronized void kill() {
        isWanted = false;
        process.destroyForcibly();
        try {
            if (!process.waitFor(DEATH_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("process %d outlived its kill".formatted(process.pid()));
            }
            Files.deleteIfExists(pidFile);
        } catch (IOException e) {
            throw new MatrixException("cannot delete %s: %s".formatted(pidFile, e.getMessage()), e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// Ends the process in order, and waits as long as that may take.
    synchronized void stop() throws InterruptedException {
        isWanted = false;
        process.destroy();
        if (!process.waitFor(ORDERLY_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
        kill();
    }

    @Override
    public void close() {
        kill();
    }
}
