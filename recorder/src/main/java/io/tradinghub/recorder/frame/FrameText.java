package io.tradinghub.recorder.frame;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.lang.foreign.MemorySegment;

/// The characters of one frame as ASCII bytes. Reused from frame to frame.
///
/// Readers go through it by position: each step takes where it stands and returns where it ends, or [#NOWHERE] when it
/// does not find what it expects. At [#NOWHERE] stands nothing that any step expects, so a failure lasts to the end,
/// and a reader asks once.
final class FrameText {
    /// A stretch of zeros in front of the frame.
    static final int NOWHERE = 0;
    private static final int START = AsciiWord.LONGEST + Words.BYTES;
    private static final long QUOTES = 0x2222_2222_2222_2222L;
    private static final long ONES = 0x0101_0101_0101_0101L;
    private static final long SIGNS = 0x8080_8080_8080_8080L;
    private byte[] bytes = new byte[room(4096)];
    private MemorySegment segment = MemorySegment.ofArray(bytes);
    private int end;

    /// So much that steps may read a literal and a word beyond the end of the frame.
    private static int room(int length) {
        return START + length + AsciiWord.LONGEST + 2 * Words.BYTES;
    }

    /// Takes a frame. Characters outside ASCII become question marks, which nothing here expects, so no prediction
    /// holds for them.
    void load(String frame) {
        if (room(frame.length()) > bytes.length) {
            bytes = new byte[room(frame.length())];
            segment = MemorySegment.ofArray(bytes);
        }
        // A plain copy for ASCII, without anything allocated; it puts a zero behind the frame, where every step stops.
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

    /// The position of the next quotation mark, or [#NOWHERE].
    int quoteFrom(int at) {
        for (int from = at; from < end; from += Words.BYTES) {
            long other = Words.get(bytes, from) ^ QUOTES;
            long marks = (other - ONES) & ~other & SIGNS;
            if (marks != 0) {
                int quote = from + (Long.numberOfTrailingZeros(marks) >>> 3);
                return quote < end ? quote : NOWHERE;
            }
        }
        return NOWHERE;
    }
}
