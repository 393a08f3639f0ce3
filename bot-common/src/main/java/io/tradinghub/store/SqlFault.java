package io.tradinghub.store;

import java.sql.SQLException;

import org.jspecify.annotations.Nullable;

/// What kind of failure PostgreSQL reports, by SQLSTATE class (PostgreSQL documentation, appendix A).
public enum SqlFault {
    /// The values are wrong; the same again fails again. Classes 21, 22 and 23.
    DATA,
    /// The connection is gone or the server goes away; a fresh connection may work. Class 08 and 57P.
    CONNECTION,
    /// Anything else that may pass: a schema or rights not there yet, no memory, too slow, a standby that cannot write.
    OTHER;

    public static SqlFault of(SQLException failed) {
        @Nullable
        String state = failed.getSQLState();
        if (state == null) {
            return OTHER;
        }
        if (state.startsWith("22") || state.startsWith("23") || state.startsWith("21")) {
            return DATA;
        }
        return state.startsWith("08") || state.startsWith("57P") ? CONNECTION : OTHER;
    }
}
