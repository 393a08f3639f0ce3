package io.tradinghub.recorder.frame;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;

/// ASCII text of at most 32 characters, compared and copied a word at a time. A record, because the runtime takes the
/// members of a constant record for constants: a comparison with such a literal is then a few instructions without a
/// loop.
record AsciiWord(int length, long first, long second, long third, long last) {
    static final int LONGEST = 4 * Words.BYTES;

    /// The last word ends with the literal and overlaps the ones before; a literal shorter than a word has the first
    /// only.
    static AsciiWord of(String text) {
        int length = text.length();
        if (length == 0 || length > LONGEST) {
            throw new IllegalArgumentException("a literal has 1 to %d characters, got '%s'".formatted(LONGEST, text));
        }
        byte[] padded = Arrays.copyOf(text.getBytes(US_ASCII), LONGEST);
        return new AsciiWord(length, Words.get(padded, 0), Words.get(padded, Words.BYTES),
                Words.get(padded, 2 * Words.BYTES),
                Words.get(padded, Math.max(0, length - Words.BYTES)));
    }

    /// The position behind the literal if it stands at `at`, or [FrameText#NOWHERE].
    int past(byte[] text, int at) {
        return standsAt(text, at) ? at + length : FrameText.NOWHERE;
    }

    /// Whether the literal stands at `at`; the array must reach [#LONGEST] bytes beyond.
    boolean standsAt(byte[] text, int at) {
        long different = Words.get(text, at) ^ first;
        if (length < Words.BYTES) {
            return different << ((Words.BYTES - length) * Byte.SIZE) == 0;
        }
        different |= Words.get(text, at + length - Words.BYTES) ^ last;
        if (length > 2 * Words.BYTES) {
            different |= Words.get(text, at + Words.BYTES) ^ second;
        }
        if (length > 3 * Words.BYTES) {
            different |= Words.get(text, at + 2 * Words.BYTES) ^ third;
        }
        return different == 0;
    }

    /// Writes the literal, a short one with zeros behind it up to a word; returns the position behind it.
    int put(byte[] target, int at) {
        Words.set(target, at, first);
        if (length > Words.BYTES) {
            Words.set(target, at + length - Words.BYTES, last);
        }
        if (length > 2 * Words.BYTES) {
            Words.set(target, at + Words.BYTES, second);
        }
        if (length > 3 * Words.BYTES) {
            Words.set(target, at + 2 * Words.BYTES, third);
        }
        return at + length;
    }
}
