package io.tradinghub.recorder.frame;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/// ASCII text that is compared eight bytes at a time.
final class Literal {
    static final int WORD = Long.BYTES;
    static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN)
            .withInvokeExactBehavior();
    private final byte[] bytes;
    private final long first;
    private final long firstMask;
    private final long last;
    private final int lastAt;

    private Literal(byte[] bytes) {
        this.bytes = bytes;
        byte[] padded = Arrays.copyOf(bytes, Math.max(WORD, bytes.length));
        this.first = (long) WORDS.get(padded, 0);
        this.firstMask = bytes.length >= WORD ? -1L : (1L << (8 * bytes.length)) - 1;
        this.lastAt = Math.max(0, bytes.length - WORD);
        this.last = (long) WORDS.get(padded, lastAt);
    }

    static Literal of(String text) {
        if (text.isEmpty()) {
            throw new IllegalArgumentException("a literal has at least one character");
        }
        return new Literal(text.getBytes(US_ASCII));
    }

    int length() {
        return bytes.length;
    }

    /// Whether the literal stands at `at`; the array must reach a word beyond the literal's end.
    boolean standsAt(byte[] text, int at) {
        if (((long) WORDS.get(text, at) & firstMask) != first) {
            return false;
        }
        if (bytes.length <= WORD) {
            return true;
        }
        if ((long) WORDS.get(text, at + lastAt) != last) {
            return false;
        }
        for (int i = WORD; i < lastAt; i += WORD) {
            if ((long) WORDS.get(text, at + i) != (long) WORDS.get(bytes, i)) {
                return false;
            }
        }
        return true;
    }
}
