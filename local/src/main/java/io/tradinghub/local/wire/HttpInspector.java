package io.tradinghub.local.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.OutputStream;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads which requests a bot sends, each after the answer to the one before, as HTTP/1.1 clients do.
final class HttpInspector implements Inspector {
    private static final String HEADERS_END = "\r\n\r\n";
    private static final Pattern BODY_LENGTH = Pattern.compile("(?i)\r\ncontent-length: *(\\d+)");
    private static final Pattern ORDER_ID = Pattern.compile("\"orderLinkId\":\"([^\"]+)\"");
    private static final Pattern RESYNC = Pattern.compile(
            "^GET /v5/(execution/list|order/realtime|position/list|account/wallet-balance)\\b.*");
    private final Witness witness;
    private final Unread unread = new Unread();
    private volatile Call running = Call.OTHER;

    private enum Call {
        ORDER, CANCEL, PROTECT, RESYNC, OTHER
    }

    HttpInspector(Witness witness) {
        this.witness = witness;
    }

    @Override
    public boolean fromBot(byte[] bytes, int length, OutputStream out) throws IOException {
        unread.add(bytes, length);
        while (true) {
            String text = new String(unread.array(), 0, unread.length(), ISO_8859_1);
            int headers = text.indexOf(HEADERS_END);
            if (headers < 0) {
                return true;
            }
            Matcher declared = BODY_LENGTH.matcher(text).region(0, headers);
            int end = headers + HEADERS_END.length() + (declared.find() ? Integer.parseInt(declared.group(1)) : 0);
            if (unread.length() < end) {
                return true;
            }
            if (!passes(text.substring(0, end), out)) {
                return false;
            }
            unread.drop(end);
        }
    }

    private boolean passes(String request, OutputStream out) throws IOException {
        running = callOf(request.substring(0, request.indexOf('\r')));
        byte[] bytes = request.getBytes(ISO_8859_1);
        switch (running) {
            case ORDER -> {
                return passesOrder(request, bytes, out);
            }
            case CANCEL -> {
                if (witness.sees(Moment.BEFORE_CANCEL)) {
                    return false;
                }
            }
            case PROTECT -> {
                if (witness.sees(Moment.BEFORE_PROTECT)) {
                    return false;
                }
            }
            case RESYNC, OTHER -> {}
        }
        out.write(bytes);
        return true;
    }

    private boolean passesOrder(String request, byte[] bytes, OutputStream out) throws IOException {
        if (witness.sees(Moment.BEFORE_REQUEST)) {
            return false;
        }
        out.write(bytes, 0, bytes.length / 2);
        if (witness.sees(Moment.DURING_REQUEST)) {
            return false;
        }
        Matcher id = ORDER_ID.matcher(request);
        if (id.find()) {
            witness.ordered(id.group(1));
        }
        out.write(bytes, bytes.length / 2, bytes.length - bytes.length / 2);
        return !witness.sees(Moment.AFTER_REQUEST);
    }

    private static Call callOf(String line) {
        if (line.startsWith("POST /v5/order/create ")) {
            return Call.ORDER;
        }
        if (line.startsWith("POST /v5/order/cancel ")) {
            return Call.CANCEL;
        }
        if (line.startsWith("POST /v5/position/trading-stop ")) {
            return Call.PROTECT;
        }
        boolean isLookUp = line.contains("orderLinkId=") || line.contains("limit=1&") || line.contains("limit=1 ");
        return RESYNC.matcher(line).matches() && !isLookUp ? Call.RESYNC : Call.OTHER;
    }

    @Override
    public boolean fromServer(byte[] bytes, int length, OutputStream out) throws IOException {
        Call answered = running;
        running = Call.OTHER;
        boolean ends = switch (answered) {
            case ORDER -> witness.sees(Moment.BEFORE_ANSWER);
            case CANCEL -> witness.sees(Moment.DURING_CANCEL);
            case PROTECT -> witness.sees(Moment.DURING_PROTECT);
            case RESYNC -> witness.sees(Moment.DURING_RESYNC);
            case OTHER -> false;
        };
        if (!ends) {
            out.write(bytes, 0, length);
        }
        return !ends;
    }
}
