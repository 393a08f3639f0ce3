package io.tradinghub.local.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.OutputStream;
import java.util.regex.Pattern;

/// Sees when a bot shows its positions. Source: Redis, "RESP protocol spec": a command is an array of bulk strings.
final class RedisInspector implements Inspector {
    private static final Pattern SHOWS_POSITIONS = Pattern.compile("SET\r\n\\$\\d+\r\n[a-z0-9_]+:positions\r\n");
    private final Witness witness;

    RedisInspector(Witness witness) {
        this.witness = witness;
    }

    @Override
    public boolean fromBot(byte[] bytes, int length, OutputStream out) throws IOException {
        boolean shows = SHOWS_POSITIONS.matcher(new String(bytes, 0, length, ISO_8859_1)).find();
        if (shows && witness.sees(Moment.BEFORE_BOARD)) {
            return false;
        }
        out.write(bytes, 0, length);
        return true;
    }

    @Override
    public boolean fromServer(byte[] bytes, int length, OutputStream out) throws IOException {
        out.write(bytes, 0, length);
        return true;
    }
}
