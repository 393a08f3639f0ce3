package io.tradinghub.recorder.frame;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetEncoder;

/// The characters of one frame, as ASCII bytes, and a position in them. Every `skip…` and `read…` either moves past what it expects or
/// leaves a failure that stays until the next frame, so that a reader asks once at its end. Reused from frame to frame.
final class FrameText {
    private static final int DIGITS_OF_A_LONG = 18;
    private final CharsetEncoder encoder = US_ASCII.newEncoder();
    private CharBuffer chars = CharBuffer.allocate(4096);
    /// Longer than any frame in it by two words, so that words can be read at its end.
    private byte[] bytes = new byte[4096 + 2 * Literal.WORD];
    private ByteBuffer encoded = ByteBuffer.wrap(bytes);
    private int length;
    private int position;
    private boolean failed;
    private long mantissa;

    /// Takes a frame. One with a character outside ASCII counts as failed at once: no prediction holds for it.
    ///
    /// The way over the characters looks long and is not: both copies are done many characters at a time, and nothing is allocated.
    void load(String frame) {
        length = frame.length();
        if (length > chars.capacity()) {
            chars = CharBuffer.allocate(length);
            bytes = new byte[length + 2 * Literal.WORD];
            encoded = ByteBuffer.wrap(bytes);
        }
        frame.getChars(0, length, chars.array(), 0);
        chars.clear().limit(length);
        encoded.clear();
        position = 0;
        failed = encoder.reset().encode(chars, encoded, true).isError();
        bytes[length] = 0;
    }

    byte[] bytes() {
        return bytes;
    }

    int position() {
        return position;
    }

    boolean failed() {
        return failed;
    }

    boolean atEnd() {
        return !failed && position == length;
    }

    void fail() {
        failed = true;
    }

    /// Moves past the literal if it stands here, and says whether it did; not finding it is no failure.
    boolean tries(Literal literal) {
        if (failed || literal.length() > length - position || !literal.standsAt(bytes, position)) {
            return false;
        }
        position += literal.length();
        return true;
    }

    void skip(Literal literal) {
        if (!tries(literal)) {
            failed = true;
        }
    }

    /// Moves past a time in epoch milliseconds and returns it; the thirteen digits that such a time has until the year 2286 are read in two
    /// words that overlap.
    long readMillis() {
        int end = position + Digits.OF_MILLIS;
        if (failed || end > length || Digits.isDigit(bytes[end]) || bytes[position] == '0') {
            return readWhole();
        }
        long head = (long) Literal.WORDS.get(bytes, position);
        long tail = (long) Literal.WORDS.get(bytes, end - Literal.WORD);
        if (!Digits.areAll(head) || !Digits.areAll(tail)) {
            return readWhole();
        }
        position = end;
        return Digits.millis(head, tail);
    }

    /// Moves past a whole number of at most 18 digits and returns it.
    long readWhole() {
        int from = position;
        int end = scanDigits(from, 0);
        if (failed || end == from || end - from > DIGITS_OF_A_LONG || isNeedlessZero(from, end)) {
            failed = true;
            return 0;
        }
        position = end;
        return mantissa;
    }

    /// Moves past a plain numeral (`0`, `12`, `0.07`; no sign, exponent or needless zero in front) and returns its value.
    double readNumeral() {
        int from = position;
        int wholeEnd = scanDigits(from, 0);
        int end = wholeEnd;
        int digits = wholeEnd - from;
        if (bytes[wholeEnd] == '.') {
            end = scanDigits(wholeEnd + 1, mantissa);
            digits = end - from - 1;
        }
        int scale = digits - (wholeEnd - from);
        if (failed || wholeEnd == from || end == wholeEnd + 1 || digits >= DecimalText.LONGEST
                || isNeedlessZero(from, wholeEnd)) {
            failed = true;
            return 0;
        }
        position = end;
        return DecimalText.value(digits <= DIGITS_OF_A_LONG ? mantissa : -1, scale, bytes, from, end);
    }

    private boolean isNeedlessZero(int from, int wholeEnd) {
        return bytes[from] == '0' && wholeEnd > from + 1;
    }

    /// The end of the digits that start here, which are appended to `value` and left as mantissa. The zero behind the frame stops it.
    private int scanDigits(int from, long value) {
        byte[] text = bytes;
        long sum = value;
        int at = from;
        for (int digit = text[at] - '0'; digit >= 0 && digit <= 9; digit = text[at] - '0') {
            sum = sum * 10 + digit;
            at++;
        }
        mantissa = sum;
        return at;
    }

    /// Moves to the next quotation mark, which it does not pass.
    void skipToQuote() {
        while (position < length && bytes[position] != '"') {
            position++;
        }
        if (position == length) {
            failed = true;
        }
    }
}
