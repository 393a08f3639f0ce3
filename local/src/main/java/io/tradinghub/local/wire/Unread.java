package io.tradinghub.local.wire;

import java.util.Arrays;

/// Bytes that have come and are not passed on yet. One thread.
final class Unread {
    private byte[] bytes = new byte[8_192];
    private int length;

    void add(byte[] more, int count) {
        if (length + count > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + count));
        }
        System.arraycopy(more, 0, bytes, length, count);
        length += count;
    }

    int length() {
        return length;
    }

    int at(int index) {
        return bytes[index] & 0xFF;
    }

    /// Four bytes, the highest first.
    int intAt(int index) {
        return at(index) << 24 | at(index + 1) << 16 | at(index + 2) << 8 | at(index + 3);
    }

    byte[] array() {
        return bytes;
    }

    void drop(int count) {
        System.arraycopy(bytes, count, bytes, 0, length - count);
        length -= count;
    }
}
