package io.tradinghub.guardian.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.OptionalLong;

import io.tradinghub.guardian.halt.Halt;
import io.tradinghub.guardian.halt.HaltRows;
import io.tradinghub.store.PostgresSession;

/// The guardian's requests in the table `control_requests`: by `guardian`, from the alert that is the cause.
public final class PostgresHaltRows implements HaltRows {
    /// Until the row is there, a request that is newer than it decides: nobody must turn a flattening into a halt.
    private static final String ASK = """
            WITH asked AS MATERIALIZED (SELECT ?::text AS bot, ?::text AS kind, ?::text AS origin, ?::text AS reason),
                 own AS (SELECT r.kind, min(r.request_id) AS first FROM control_requests r, asked
                         WHERE r.who = 'guardian' AND r.origin = asked.origin AND r.target = asked.bot GROUP BY r.kind),
                 newest AS (SELECT r.kind FROM control_requests r, asked
                            WHERE r.kind <> 'ADOPT' AND r.target = asked.bot ORDER BY r.request_id DESC LIMIT 1)
            INSERT INTO control_requests (target, kind, who, origin, reason)
            SELECT bot, kind, 'guardian', origin, reason
            FROM asked
            WHERE NOT EXISTS (SELECT FROM own WHERE own.kind = asked.kind)
              AND NOT EXISTS (SELECT FROM newest WHERE newest.kind = 'FLATTEN')
              AND (kind = 'HALT' OR EXISTS (SELECT FROM own
                                            WHERE own.kind = 'HALT'
                                              AND NOT EXISTS (SELECT FROM control_requests r
                                                              WHERE r.target = bot AND r.kind = 'RESUME'
                                                                AND r.request_id > own.first)))
            RETURNING request_id""";
    private static final String ASKED = """
            SELECT EXISTS (SELECT FROM control_requests WHERE who = 'guardian' AND origin = ? AND target = ? AND kind = ?)""";
    private static final String RESUMED = """
            SELECT kind = 'RESUME' FROM control_requests WHERE kind <> 'ADOPT' AND target = ?
            ORDER BY request_id DESC LIMIT 1""";
    private final PostgresSession session;

    /// The session stays its owner's.
    public PostgresHaltRows(PostgresSession session) {
        this.session = session;
    }

    @Override
    public Answer ask(Halt halt) {
        String origin = "alert " + halt.alert();
        return session.inTransaction("ask for " + halt.kind() + " of " + halt.bot(), connection -> {
            OptionalLong request = insert(connection, halt, origin);
            return new Answer(request, request.isPresent() || isAsked(connection, halt, origin));
        });
    }

    @Override
    public boolean isResumed(String bot) {
        return session.inTransaction("read whether " + bot + " is resumed",
                connection -> isTrue(connection, RESUMED, bot));
    }

    private static OptionalLong insert(Connection connection, Halt halt, String origin) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(ASK)) {
            statement.setString(1, halt.bot());
            statement.setString(2, halt.kind().name());
            statement.setString(3, origin);
            statement.setString(4, halt.reason());
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? OptionalLong.of(row.getLong(1)) : OptionalLong.empty();
            }
        }
    }

    private static boolean isAsked(Connection connection, Halt halt, String origin) throws SQLException {
        return isTrue(connection, ASKED, origin, halt.bot(), halt.kind().name());
    }

    private static boolean isTrue(Connection connection, String sql, String... parameters) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            for (int index = 0; index < parameters.length; index++) {
                query.setString(index + 1, parameters[index]);
            }
            try (ResultSet row = query.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }
}
