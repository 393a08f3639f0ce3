package io.tradinghub.local;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Output that a test can wait for. Thread-safe.
final class AwaitableOutput extends ByteArrayOutputStream {

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) {
        super.write(bytes, offset, length);
        notifyAll();
    }

    @Override
    public synchronized void write(int one) {
        super.write(one);
        notifyAll();
    }

    /// Waits for a line with this text and returns it. The test's timeout ends a wait for a line that never comes.
    synchronized String awaitLine(String text) throws InterruptedException {
        while (true) {
            Optional<String> found = text().lines().filter(line -> line.contains(text)).findFirst();
            if (found.isPresent()) {
                return found.get();
            }
            wait();
        }
    }

    synchronized String text() {
        return toString(StandardCharsets.UTF_8);
    }
}
