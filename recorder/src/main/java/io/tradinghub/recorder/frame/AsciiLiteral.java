package io.tradinghub.recorder.frame;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;

/// An ASCII literal of at most 32 characters that is compared and copied eight bytes at a time. A record, because the
/// JIT folds the fields of a constant record: a comparison compiles to a few instructions without a loop.
record AsciiLiteral(int length, long first, long second, long third, long last) {
    static final int MAX_LENGTH = 4 * Long.BYTES;

    /// `last` holds the literal's final eight bytes and overlaps the words before it; a literal shorter than eight
    /// bytes has `first` only.
    static AsciiLiteral of(String text) {
        int length = text.length();
        if (length == 0 || length > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    "a literal has 1 to %d characters, got '%s'".formatted(MAX_LENGTH, text));
        }
        byte[] padded = Arrays.copyOf(text.getBytes(US_ASCII), MAX_LENGTH);
        return new AsciiLiteral(length, LittleEndianLongs.get(padded, 0), LittleEndianLongs.get(padded, Long.BYTES),
                LittleEndianLongs.get(padded, 2 * Long.BYTES),
                LittleEndianLongs.get(padded, Math.max(0, length - Long.BYTES)));
    }

    /// Returns the position after the literal if `text` has it at `at`, otherwise [FrameText#NO_MATCH].
    int match(byte[] text, int at) {
        return isAt(text, at) ? at + length : FrameText.NO_MATCH;
    }

    /// Whether `text` has the literal at `at`; the array must extend [#MAX_LENGTH] bytes beyond.
    boolean isAt(byte[] text, int at) {
        long different = LittleEndianLongs.get(text, at) ^ first;
        if (length < Long.BYTES) {
            return different << ((Long.BYTES - length) * Byte.SIZE) == 0;
        }
        different |= LittleEndianLongs.get(text, at + length - Long.BYTES) ^ last;
        if (length > 2 * Long.BYTES) {
            different |= LittleEndianLongs.get(text, at + Long.BYTES) ^ second;
        }
        if (length > 3 * Long.BYTES) {
            different |= LittleEndianLongs.get(text, at + 2 * Long.BYTES) ^ third;
        }
        return different == 0;
    }

    /// Writes the literal, padded with zeros to eight bytes if shorter, and returns the position after it.
    int put(byte[] target, int at) {
        LittleEndianLongs.set(target, at, first);
        if (length > Long.BYTES) {
            LittleEndianLongs.set(target, at + length - Long.BYTES, last);
        }
        if (length > 2 * Long.BYTES) {
            LittleEndianLongs.set(target, at + Long.BYTES, second);
        }
        if (length > 3 * Long.BYTES) {
            LittleEndianLongs.set(target, at + 2 * Long.BYTES, third);
        }
        return at + length;
    }
}
