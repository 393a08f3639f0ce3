package io.tradinghub.recorder.frame;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.lang.foreign.MemorySegment;

/// Holds the characters of one frame as ASCII bytes; reused for every frame.
///
/// Readers match the frame step by step: each step takes a position and returns the position after its match, or
/// [#NO_MATCH]. No step matches at [#NO_MATCH], so once a step fails all later ones fail too, and a reader checks the
/// result only once, at the end.
final class FrameText {
    /// The bytes here, in front of the frame, are always zero.
    static final int NO_MATCH = 0;
    private static final int START = AsciiLiteral.MAX_LENGTH + Long.BYTES;
    private static final long QUOTES = 0x2222_2222_2222_2222L;
    private static final long ONES = 0x0101_0101_0101_0101L;
    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;
    private byte[] bytes = new byte[capacityFor(4096)];
    private MemorySegment segment = MemorySegment.ofArray(bytes);
    private int end;

    /// Leaves room for steps that read a literal and eight bytes beyond the end of the frame.
    private static int capacityFor(int length) {
        return START + length + AsciiLiteral.MAX_LENGTH + 2 * Long.BYTES;
    }

    /// Loads a frame. Characters outside ASCII become question marks, which no step matches, so such a frame goes to
    /// Jackson.
    void load(String frame) {
        if (capacityFor(frame.length()) > bytes.length) {
            bytes = new byte[capacityFor(frame.length())];
            segment = MemorySegment.ofArray(bytes);
        }
        // Copies ASCII without allocating and ends it with a zero byte, at which every step stops.
        segment.setString(START, frame, US_ASCII);
        end = START + frame.length();
    }

    byte[] bytes() {
        return bytes;
    }

    int start() {
        return START;
    }

    boolean isEnd(int at) {
        return at == end;
    }

    /// Returns the position of the next quotation mark at or after `at`, or [#NO_MATCH].
    int nextQuote(int at) {
        for (int from = at; from < end; from += Long.BYTES) {
            long other = LittleEndianLongs.get(bytes, from) ^ QUOTES;
            long marks = (other - ONES) & ~other & HIGH_BITS;
            if (marks != 0) {
                int quote = from + (Long.numberOfTrailingZeros(marks) >>> 3);
                return quote < end ? quote : NO_MATCH;
            }
        }
        return NO_MATCH;
    }
}
