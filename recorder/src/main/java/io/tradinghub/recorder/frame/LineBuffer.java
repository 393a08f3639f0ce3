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

    void reserve(int more) {
        if (size + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(size + more, bytes.length * 2));
        }
    }

    /// Adds ASCII bytes; there must be room.
    void put(byte[] ascii) {
        System.arraycopy(ascii, 0, bytes, size, ascii.length);
        size += ascii.length;
    }

    /// Adds a range of ASCII bytes; there must be room.
    void put(byte[] text, int from, int to) {
        System.arraycopy(text, from, bytes, size, to - from);
        size += to - from;
    }

    void endLine() {
        bytes[size++] = '\n';
        lines++;
    }
}
