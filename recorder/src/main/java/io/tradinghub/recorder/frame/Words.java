package io.tradinghub.recorder.frame;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Eight bytes of an array as one little-endian word: the first byte is the lowest.
final class Words {
    static final int BYTES = Long.BYTES;
    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN)
            .withInvokeExactBehavior();

    private Words() {}

    static long get(byte[] bytes, int at) {
        return (long) WORDS.get(bytes, at);
    }

    static void set(byte[] bytes, int at, long word) {
        WORDS.set(bytes, at, word);
    }

    /// Copies the stretch from `from` to `to`, which is mostly short, and perhaps what follows it; both arrays must
    /// reach two words beyond. Returns the position behind the copy.
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
