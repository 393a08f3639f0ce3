package io.tradinghub.store;

import java.sql.SQLException;

import org.jspecify.annotations.Nullable;

/// What kind of failure PostgreSQL reports, by SQLSTATE class (PostgreSQL documentation, appendix A).
public enum SqlFault {
    /// The values are wrong; the same again fails again. Classes 21, 22 and 23.
    DATA,
    /// The statement does not fit the schema, whatever the values; the same again fails until the schema is another.
    /// Class 42 but for missing rights.
    STATEMENT,
    /// The connection is gone or the server goes away; a fresh connection may work. Class 08 and 57P.
    CONNECTION,
    /// Anything else that may pass: rights not granted yet, no memory, too slow, a standby that cannot write.
    OTHER;

    private static final String INSUFFICIENT_PRIVILEGE = "42501";

    public static SqlFault of(SQLException failed) {
        @Nullable
        String state = failed.getSQLState();
        if (state == null || state.equals(INSUFFICIENT_PRIVILEGE)) {
            return OTHER;
        }
        if (state.startsWith("22") || state.startsWith("23") || state.startsWith("21")) {
            return DATA;
        }
        if (state.startsWith("42")) {
            return STATEMENT;
        }
        return state.startsWith("08") || state.startsWith("57P") ? CONNECTION : OTHER;
    }
}
