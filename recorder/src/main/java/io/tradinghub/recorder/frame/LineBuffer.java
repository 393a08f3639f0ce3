package io.tradinghub.recorder.frame;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import io.tradinghub.market.CandleLines;

/// Collects candle lines; grows as needed and keeps its room. Not thread-safe.
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

    /// The lines collected so far, copied.
    public CandleLines toLines() {
        return new CandleLines(Arrays.copyOf(bytes, size), lines);
    }

    /// Adds a batch of lines.
    public void append(CandleLines other) {
        reserve(other.bytes().length);
        put(other.bytes());
        lines += other.count();
    }

    /// Adds one line, its newline included.
    public void append(String line) {
        reserve(line.length());
        put(line.getBytes(StandardCharsets.US_ASCII));
        lines++;
    }

    private void reserve(int more) {
        if (size + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(size + more, bytes.length * 2));
        }
    }

    private void put(byte[] ascii) {
        System.arraycopy(ascii, 0, bytes, size, ascii.length);
        size += ascii.length;
    }

    /// The array to write a line of at most so many bytes into, from [#size] on.
    byte[] room(int longest) {
        reserve(longest);
        return bytes;
    }

    /// Ends the line written into [#room], which reaches up to this position.
    void endLine(int at) {
        bytes[at] = '\n';
        size = at + 1;
        lines++;
    }
}
