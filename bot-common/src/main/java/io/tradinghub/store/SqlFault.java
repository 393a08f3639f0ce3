package io.tradinghub.store;

import java.sql.SQLException;
import java.util.List;

import org.jspecify.annotations.Nullable;

/// What kind of failure PostgreSQL reports, by SQLSTATE (PostgreSQL documentation, appendix A).
public enum SqlFault {
    /// The values are wrong; the same again fails again.
    DATA,
    /// This session is of no use any more, another one may be: the line is gone (08), the server ends or ended the
    /// session (57P, 25P03, 25P04), it takes no more sessions (53300), the session can only read, as after a failover
    /// to a replica (25006), or it holds plans and statements that are no longer valid (0A000, 26000).
    SESSION,
    /// Anything else, which may pass on the same session: a schema or rights not there yet, no memory, too slow, a
    /// conflict with another transaction.
    OTHER;

    private static final List<String> DATA_STATES = List.of("21", "22", "23");
    private static final List<String> SESSION_STATES = List.of("08", "57P", "25P03", "25P04", "53300", "25006", "0A000",
            "26000");

    public static SqlFault of(SQLException failed) {
        @Nullable
        String state = failed.getSQLState();
        if (state == null) {
            return OTHER;
        }
        if (DATA_STATES.stream().anyMatch(state::startsWith)) {
            return DATA;
        }
        return SESSION_STATES.stream().anyMatch(state::startsWith) ? SESSION : OTHER;
    }
}
