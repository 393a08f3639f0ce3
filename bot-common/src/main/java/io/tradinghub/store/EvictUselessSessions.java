package io.tradinghub.store;

import java.sql.SQLException;

import com.zaxxer.hikari.SQLExceptionOverride;

/// Tells the pool after which failures to replace a connection: HikariCP knows fewer of them, and kept a session that
/// could only read for half an hour.
final class EvictUselessSessions implements SQLExceptionOverride {

    @java.lang.Override
    public SQLExceptionOverride.Override adjudicate(SQLException failed) {
        return SqlFault.of(failed) == SqlFault.SESSION
                ? SQLExceptionOverride.Override.MUST_EVICT
                : SQLExceptionOverride.Override.DO_NOT_EVICT;
    }
}
