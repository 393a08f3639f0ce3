package io.tradinghub.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Runs a program in its own process, with only the given environment; closing it terminates the process. Linux only.
final class ChildProcess implements AutoCloseable {
    private static final Duration EXIT_TIMEOUT = Duration.ofSeconds(30);
    private final Process process;
    private final long startedNanos = System.nanoTime();
    private final BlockingQueue<Line> output = new LinkedBlockingQueue<>();
    private volatile boolean closing;

    /// A line of output and when it came.
    private record Line(String text, long nanos) {}

    /// Memory of a process: all its resident pages, and its proportional share with shared pages divided among their
    /// users.
    record MemoryUsage(long residentKilobytes, long proportionalKilobytes) {
        static final MemoryUsage NONE = new MemoryUsage(0, 0);
        private static final Pattern ROW = Pattern.compile("^(Rss|Pss):\\s+(\\d+) kB$", Pattern.MULTILINE);

        MemoryUsage max(MemoryUsage other) {
            return new MemoryUsage(Math.max(residentKilobytes, other.residentKilobytes),
                    Math.max(proportionalKilobytes, other.proportionalKilobytes));
        }

        static MemoryUsage of(long pid) throws IOException {
            Matcher row = ROW.matcher(Files.readString(Path.of("/proc/%d/smaps_rollup".formatted(pid))));
            long resident = 0;
            long proportional = 0;
            while (row.find()) {
                long kilobytes = Long.parseLong(row.group(2));
                resident = row.group(1).equals("Rss") ? kilobytes : resident;
                proportional = row.group(1).equals("Pss") ? kilobytes : proportional;
            }
            return new MemoryUsage(resident, proportional);
        }
    }

    private ChildProcess(Process process) {
        this.process = process;
    }

    static ChildProcess start(List<String> command, Map<String, String> environment) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().putAll(environment);
        ChildProcess child = new ChildProcess(builder.start());
        Thread.ofVirtual().name("child-output").start(child::readOutput);
        return child;
    }

    private void readOutput() {
        try (BufferedReader reader = process.inputReader()) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                output.add(new Line(line, System.nanoTime()));
            }
        } catch (IOException e) {
            // Closing terminates the process, which closes its output.
            if (!closing) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /// Returns the time from the start of the process until it prints a line with this text for the `times`th time.
    Duration awaitLine(String text, int times, Duration timeout) throws InterruptedException {
        long end = System.nanoTime() + timeout.toNanos();
        StringBuilder received = new StringBuilder();
        int found = 0;
        while (true) {
            Line line = output.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (line == null) {
                throw new IllegalStateException(
                        "'%s' was not printed within %s, only:%n%s".formatted(text, timeout, received));
            }
            received.append(line.text).append('\n');
            found += line.text.contains(text) ? 1 : 0;
            if (found == times) {
                return Duration.ofNanos(line.nanos - startedNanos);
            }
        }
    }

    MemoryUsage memory() throws IOException {
        return MemoryUsage.of(process.pid());
    }

    @Override
    public void close() {
        closing = true;
        process.destroy();
        try {
            if (!process.waitFor(EXIT_TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
