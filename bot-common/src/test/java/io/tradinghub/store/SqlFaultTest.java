package io.tradinghub.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Which failures of PostgreSQL end what: the values, the session, or neither.
class SqlFaultTest {

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
            "21000, more rows than one, DATA",
            "22003, number out of range, DATA",
            "22P02, text that is no number, DATA",
            "23505, key exists already, DATA",
            "23514, refused by a check, DATA",
            "08000, connection failed, SESSION",
            "08001, server not reached, SESSION",
            "08003, no such connection, SESSION",
            "08006, line broke, SESSION",
            "0A000, plan whose result has changed, SESSION",
            "25006, session that can only read, SESSION",
            "25P03, idle in transaction for too long, SESSION",
            "25P04, transaction for too long, SESSION",
            "26000, statement prepared by an earlier session, SESSION",
            "53300, too many connections, SESSION",
            "57P01, administrator ended it, SESSION",
            "57P02, server crashed, SESSION",
            "57P03, server starts or stops, SESSION",
            "57P04, database dropped, SESSION",
            "57P05, idle for too long, SESSION",
            "25P02, transaction failed before, OTHER",
            "28P01, wrong password, OTHER",
            "40001, conflict with another transaction, OTHER",
            "40P01, deadlock, OTHER",
            "42501, missing right, OTHER",
            "42P01, missing table, OTHER",
            "53100, disk full, OTHER",
            "53200, out of memory, OTHER",
            "53400, temporary files past their limit, OTHER",
            "55P03, lock not available, OTHER",
            "57014, statement took too long, OTHER",
            "58030, disk fails, OTHER",
            "XX000, fault of the server, OTHER"})
    void eachStateEndsWhatItConcerns(String state, String meaning, SqlFault fault) {
        assertThat(SqlFault.of(new SQLException(meaning, state))).isEqualTo(fault);
    }

    @Test
    void aFailureWithoutAStateMayPass() {
        assertThat(SqlFault.of(new SQLException("nobody knows"))).isEqualTo(SqlFault.OTHER);
    }
}
