package io.tradinghub.local.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Reads which statements of the ledger a bot runs. Source: PostgreSQL, "Frontend/Backend Protocol", message formats.
///
/// A driver sends a statement's text once (Parse) and later only its name (Bind); it waits for the answer before it
/// sends on. The first messages of a connection have no type byte.
final class PostgresInspector implements Inspector {
    private static final int PROTOCOL_3 = 196_608;
    private static final int LENGTH_BYTES = 4;
    private final Witness witness;
    private final Unread unread = new Unread();
    private final Map<String, String> statements = new HashMap<>();
    private boolean isStarted;
    private boolean hasBooked;
    /// What the next answer concludes.
    private volatile Optional<Statement> running = Optional.empty();

    private enum Statement {
        INTENT, FILL, COMMIT_OF_FILL
    }

    PostgresInspector(Witness witness) {
        this.witness = witness;
    }

    @Override
    public boolean fromBot(byte[] bytes, int length, OutputStream out) throws IOException {
        unread.add(bytes, length);
        int whole = 0;
        while (true) {
            int header = isStarted ? 1 : 0;
            if (unread.length() < whole + header + LENGTH_BYTES) {
                break;
            }
            int end = whole + header + unread.intAt(whole + header);
            if (unread.length() < end) {
                break;
            }
            if (isStarted) {
                if (!passes(unread.at(whole), whole + header + LENGTH_BYTES)) {
                    return false;
                }
            } else {
                isStarted = unread.intAt(whole + LENGTH_BYTES) == PROTOCOL_3;
            }
            whole = end;
        }
        out.write(unread.array(), 0, whole);
        unread.drop(whole);
        return true;
    }

    private boolean passes(int type, int start) {
        switch (type) {
            case 'P' -> {
                String name = text(start);
                statements.put(name, text(start + name.getBytes(UTF_8).length + 1));
            }
            case 'B' -> {
                String portal = text(start);
                return runs(statements.getOrDefault(text(start + portal.getBytes(UTF_8).length + 1), ""));
            }
            case 'Q' -> {
                return runs(text(start));
            }
            default -> {}
        }
        return true;
    }

    private boolean runs(String sql) {
        if (sql.contains("INSERT INTO orders")) {
            running = Optional.of(Statement.INTENT);
            return !witness.sees(Moment.BEFORE_INTENT);
        }
        if (sql.contains("INSERT INTO fills")) {
            running = Optional.of(Statement.FILL);
            hasBooked = true;
            return !witness.sees(Moment.BEFORE_BOOKING);
        }
        boolean endsBooking = hasBooked && sql.startsWith("COMMIT");
        hasBooked &= !endsBooking;
        running = endsBooking ? Optional.of(Statement.COMMIT_OF_FILL) : Optional.empty();
        return true;
    }

    @Override
    public boolean fromServer(byte[] bytes, int length, OutputStream out) throws IOException {
        Optional<Statement> answered = running;
        running = Optional.empty();
        if (answered.isEmpty()) {
            out.write(bytes, 0, length);
            return true;
        }
        return switch (answered.get()) {
            case INTENT -> {
                if (witness.sees(Moment.INTENT_COMMITTED)) {
                    yield false;
                }
                out.write(bytes, 0, length);
                yield !witness.sees(Moment.AFTER_COMMIT);
            }
            case FILL -> {
                out.write(bytes, 0, length);
                yield true;
            }
            case COMMIT_OF_FILL -> {
                if (witness.sees(Moment.FILL_COMMITTED)) {
                    yield false;
                }
                out.write(bytes, 0, length);
                yield true;
            }
        };
    }

    private String text(int start) {
        int end = start;
        while (unread.at(end) != 0) {
            end++;
        }
        return new String(unread.array(), start, end - start, UTF_8);
    }
}
