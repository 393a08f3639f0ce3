package io.tradinghub.local.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads the frames of a private stream. Source: RFC 6455, section 5.2; what a server sends is not masked.
///
/// Takes the offer to compress out of the handshake, so that the frames can be read.
final class StreamInspector implements Inspector {
    private static final String HEADERS_END = "\r\n\r\n";
    private static final Pattern COMPRESSION = Pattern.compile("(?i)sec-websocket-extensions:[^\r]*\r\n");
    private static final Pattern LEAVES = Pattern.compile("\"leavesQty\":\"([0-9.]+)\"");
    private static final int SHORT_LENGTH = 126;
    private static final int LONG_LENGTH = 127;
    private final Witness witness;
    private final Unread request = new Unread();
    private final Unread frames = new Unread();
    private boolean isAsked;
    private boolean isOpen;

    StreamInspector(Witness witness) {
        this.witness = witness;
    }

    @Override
    public boolean fromBot(byte[] bytes, int length, OutputStream out) throws IOException {
        if (isAsked) {
            out.write(bytes, 0, length);
            return true;
        }
        request.add(bytes, length);
        String text = new String(request.array(), 0, request.length(), ISO_8859_1);
        if (text.contains(HEADERS_END)) {
            isAsked = true;
            out.write(COMPRESSION.matcher(text).replaceAll("").getBytes(ISO_8859_1));
        }
        return true;
    }

    @Override
    public boolean fromServer(byte[] bytes, int length, OutputStream out) throws IOException {
        frames.add(bytes, length);
        if (!isOpen) {
            int headers = new String(frames.array(), 0, frames.length(), ISO_8859_1).indexOf(HEADERS_END);
            if (headers < 0) {
                return true;
            }
            isOpen = true;
            pass(headers + HEADERS_END.length(), out);
        }
        for (int end = frameEnd(); end > 0 && end <= frames.length(); end = frameEnd()) {
            boolean hasMore = leavesSomething(new String(frames.array(), 0, end, UTF_8));
            pass(end, out);
            if (hasMore && witness.sees(Moment.BETWEEN_FILLS)) {
                return false;
            }
        }
        return true;
    }

    private void pass(int count, OutputStream out) throws IOException {
        out.write(frames.array(), 0, count);
        frames.drop(count);
    }

    /// Where the first frame ends; 0 while that cannot be told.
    private int frameEnd() {
        if (frames.length() < 2) {
            return 0;
        }
        int given = frames.at(1) & 0x7F;
        if (given < SHORT_LENGTH) {
            return 2 + given;
        }
        if (given == SHORT_LENGTH) {
            return frames.length() < 4 ? 0 : 4 + (frames.at(2) << 8 | frames.at(3));
        }
        assert given == LONG_LENGTH;
        return frames.length() < 10 ? 0 : 10 + frames.intAt(6);
    }

    /// Whether the frame tells executions, the last of an order that has more to come.
    private static boolean leavesSomething(String frame) {
        if (!frame.contains("\"topic\":\"execution\"")) {
            return false;
        }
        Matcher leaves = LEAVES.matcher(frame);
        String last = "0";
        while (leaves.find()) {
            last = leaves.group(1);
        }
        return Double.parseDouble(last) > 0;
    }
}
