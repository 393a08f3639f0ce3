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

/// A program in a process of its own with nothing but these settings; it is told to end when this is closed. On Linux.
final class ChildProgram implements AutoCloseable {
    private static final Duration ENDS_WITHIN = Duration.ofSeconds(30);
    private final Process process;
    private final long startedNanos = System.nanoTime();
    private final BlockingQueue<Line> said = new LinkedBlockingQueue<>();
    private volatile boolean closing;

    /// What it said and when.
    private record Line(String text, long nanos) {}

    /// Memory of a process: all pages it has, and with shared pages divided among those who share them.
    record Size(long residentKilobytes, long shareKilobytes) {
        static final Size NOTHING = new Size(0, 0);
        private static final Pattern ROW = Pattern.compile("^(Rss|Pss):\\s+(\\d+) kB$", Pattern.MULTILINE);

        Size max(Size other) {
            return new Size(Math.max(residentKilobytes, other.residentKilobytes),
                    Math.max(shareKilobytes, other.shareKilobytes));
        }

        static Size of(long pid) throws IOException {
            Matcher row = ROW.matcher(Files.readString(Path.of("/proc/%d/smaps_rollup".formatted(pid))));
            long resident = 0;
            long share = 0;
            while (row.find()) {
                long kilobytes = Long.parseLong(row.group(2));
                resident = row.group(1).equals("Rss") ? kilobytes : resident;
                share = row.group(1).equals("Pss") ? kilobytes : share;
            }
            return new Size(resident, share);
        }
    }

    private ChildProgram(Process process) {
        this.process = process;
    }

    static ChildProgram start(List<String> command, Map<String, String> environment) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().putAll(environment);
        ChildProgram child = new ChildProgram(builder.start());
        Thread.ofVirtual().name("child-output").start(child::listen);
        return child;
    }

    private void listen() {
        try (BufferedReader output = process.inputReader()) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                said.add(new Line(line, System.nanoTime()));
            }
        } catch (IOException e) {
            // Ending a process closes what it says.
            if (!closing) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /// The time from the start of the process to the line with this text, when it comes for the `times`th time.
    Duration awaitLine(String text, int times, Duration atMost) throws InterruptedException {
        long end = System.nanoTime() + atMost.toNanos();
        StringBuilder heard = new StringBuilder();
        int seen = 0;
        while (true) {
            Line line = said.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (line == null) {
                throw new IllegalStateException("'%s' was not said within %s, but:%n%s".formatted(text, atMost, heard));
            }
            heard.append(line.text).append('\n');
            seen += line.text.contains(text) ? 1 : 0;
            if (seen == times) {
                return Duration.ofNanos(line.nanos - startedNanos);
            }
        }
    }

    Size size() throws IOException {
        return Size.of(process.pid());
    }

    @Override
    public void close() {
        closing = true;
        process.destroy();
        try {
            if (!process.waitFor(ENDS_WITHIN.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
