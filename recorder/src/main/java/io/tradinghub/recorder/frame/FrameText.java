package io.tradinghub.recorder.frame;

/// The characters of one frame and a position in them. Every `skip…` and `read…` either moves past what it expects or leaves a failure
/// that stays until the next frame, so that a reader asks once at its end. Reused from frame to frame.
final class FrameText {
    private char[] chars = new char[4096];
    private int length;
    private int position;
    private boolean failed;

    void load(String frame) {
        length = frame.length();
        if (length > chars.length) {
            chars = new char[length];
        }
        frame.getChars(0, length, chars, 0);
        position = 0;
        failed = false;
    }

    char[] chars() {
        return chars;
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
    boolean tries(char[] literal) {
        int from = position;
        if (failed || literal.length > length - from) {
            return false;
        }
        char[] text = chars;
        for (int i = 0; i < literal.length; i++) {
            if (text[from + i] != literal[i]) {
                return false;
            }
        }
        position = from + literal.length;
        return true;
    }

    void skip(char[] literal) {
        if (!tries(literal)) {
            failed = true;
        }
    }

    void skip(String literal) {
        if (failed || literal.length() > length - position) {
            failed = true;
            return;
        }
        for (int i = 0; i < literal.length(); i++) {
            if (chars[position + i] != literal.charAt(i)) {
                failed = true;
                return;
            }
        }
        position += literal.length();
    }

    /// Moves past a whole number of at most 18 digits and returns it.
    long readWhole() {
        int from = position;
        int limit = Math.min(length, from + 19);
        long value = 0;
        int at = from;
        while (at < limit && (char) (chars[at] - '0') <= 9) {
            value = value * 10 + (chars[at] - '0');
            at++;
        }
        if (at == from || at == from + 19 || (chars[from] == '0' && at > from + 1)) {
            failed = true;
            return 0;
        }
        position = at;
        return value;
    }

    /// Moves past a plain numeral; it then stands before [#position].
    void skipNumeral() {
        int end = failed ? -1 : DecimalText.end(chars, position, length);
        if (end < 0) {
            failed = true;
        } else {
            position = end;
        }
    }

    /// Moves to the next quotation mark, which it does not pass.
    void skipToQuote() {
        while (position < length && chars[position] != '"') {
            position++;
        }
        if (position == length) {
            failed = true;
        }
    }
}
