package io.tradinghub.recorder.frame;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Reads and writes eight bytes of an array as one little-endian long: the first byte is the lowest.
final class LittleEndianLongs {
    static final int BYTES = Long.BYTES;
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN)
            .withInvokeExactBehavior();

    private LittleEndianLongs() {}

    static long get(byte[] bytes, int at) {
        return (long) LONGS.get(bytes, at);
    }

    static void set(byte[] bytes, int at, long word) {
        LONGS.set(bytes, at, word);
    }

    /// Copies the bytes in `[from, to)`, usually few, and possibly bytes after them; both arrays must extend 16 bytes
    /// beyond. Returns the position after the copy.
    static int copy(byte[] source, int from, int to, byte[] target, int at) {
        int length = to - from;
        if (length > 2 * BYTES) {
            System.arraycopy(source, from, target, at, length);
        } else {
            set(target, at, get(source, from));
            set(target, at + BYTES, get(source, from + BYTES));
        }
        return at + length;
    }
}
