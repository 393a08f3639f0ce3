package io.tradinghub.recorder.frame;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import io.tradinghub.market.CandleLines;

/// Collects candle lines in a byte array that grows on demand and is kept for reuse. Not thread-safe.
public final class LineBuffer {
    private byte[] bytes;
    private int size;
    private int lines;

    public LineBuffer(int capacity) {
        bytes = new byte[capacity];
    }

    public int size() {
        return size;
    }

    public int lines() {
        return lines;
    }

    public void clear() {
        size = 0;
        lines = 0;
    }

    /// Returns a copy of the lines collected so far.
    public CandleLines toLines() {
        return new CandleLines(Arrays.copyOf(bytes, size), lines);
    }

    /// Appends a batch of lines.
    public void append(CandleLines other) {
        grow(other.bytes().length);
        put(other.bytes());
        lines += other.count();
    }

    /// Appends one line, including its newline.
    public void append(String line) {
        grow(line.length());
        put(line.getBytes(StandardCharsets.US_ASCII));
        lines++;
    }

    private void grow(int more) {
        if (size + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(size + more, bytes.length * 2));
        }
    }

    private void put(byte[] ascii) {
        System.arraycopy(ascii, 0, bytes, size, ascii.length);
        size += ascii.length;
    }

    /// Returns the array, with room for a line of at most `maxBytes` from [#size] on.
    byte[] reserve(int maxBytes) {
        grow(maxBytes);
        return bytes;
    }

    /// Ends the line that the caller wrote into [#reserve]'s array up to `at`.
    void endLine(int at) {
        bytes[at] = '\n';
        size = at + 1;
        lines++;
    }
}
