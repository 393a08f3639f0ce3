package io.tradinghub.guardian.postgres;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import io.tradinghub.guardian.alert.AlertRule;
import io.tradinghub.guardian.alert.Condition;
import io.tradinghub.guardian.alert.Reading;
import io.tradinghub.store.PostgresSession;
import io.tradinghub.store.SqlFault;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Asks PostgreSQL what is wrong. One thread.
public final class PostgresConditions {
    private static final Logger LOG = LoggerFactory.getLogger(PostgresConditions.class);
    private static final Duration SLOW = Duration.ofMinutes(1);
    private static final String ASKED = """
            WITH asked AS MATERIALIZED (SELECT ?::timestamptz AS now, ?::timestamptz AS since, ?::text[] AS bots, ?::text[] AS alive)
            """;
    private final PostgresSession session;
    private Instant slowFrom = Instant.MIN;

    /// The session stays its owner's.
    public PostgresConditions(PostgresSession session) {
        this.session = session;
    }

    /// The bots that may log in, by BOT_ID.
    ///
    /// @throws io.tradinghub.market.StoreUnavailableException when PostgreSQL does not answer
    public List<String> bots() {
        return session.inTransaction("read the bots", connection -> {
            List<String> bots = new ArrayList<>();
            try (PreparedStatement query = connection.prepareStatement("""
                    SELECT r.rolname::text FROM pg_roles r
                    JOIN pg_auth_members m ON m.member = r.oid AND m.roleid = 'hub_bot'::regrole
                    WHERE r.rolcanlogin ORDER BY 1"""); ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    bots.add(rows.getString(1));
                }
            }
            return bots;
        });
    }

    /// What is wrong now.
    ///
    /// @throws io.tradinghub.market.StoreUnavailableException when PostgreSQL does not answer
    public Reading read(Question question) {
        boolean slowToo = !question.now().isBefore(slowFrom);
        boolean mayBeUnwatched = question.alive().map(alive -> !alive.containsAll(question.bots())).orElse(true);
        Reading reading = session.inTransaction("read what is wrong", connection -> {
            Set<AlertRule> answered = EnumSet.noneOf(AlertRule.class);
            List<Condition> found = new ArrayList<>();
            for (PostgresRule rule : PostgresRule.values()) {
                boolean needsRedis = rule == PostgresRule.STANDBY_WAITS;
                boolean urgent = rule == PostgresRule.POSITION_UNWATCHED && mayBeUnwatched;
                boolean isDue = slowToo || urgent || rule.pace() == PostgresRule.Pace.EACH_ROUND;
                if (isDue && !(needsRedis && question.alive().isEmpty())) {
                    askAlone(connection, rule, question, found, answered);
                }
            }
            return new Reading(answered, found);
        });
        if (slowToo) {
            slowFrom = question.now().plus(SLOW);
        }
        return reading;
    }

    /// A query that fails costs its own rule, which neither begins nor ends then, and no other.
    private static void askAlone(Connection connection, PostgresRule rule, Question question, List<Condition> found,
            Set<AlertRule> answered) throws SQLException {
        Savepoint before = connection.setSavepoint();
        List<Condition> its = new ArrayList<>();
        try {
            ask(connection, rule, question, its);
            answered.add(rule.rule());
            found.addAll(its);
        } catch (SQLException failed) {
            if (SqlFault.of(failed) == SqlFault.SESSION) {
                throw failed;
            }
            connection.rollback(before);
            LOG.atWarn().addKeyValue("rule", rule.rule()).addKeyValue("reason", failed.getMessage())
                    .log("a rule cannot be judged");
        }
    }

    private static void ask(Connection connection, PostgresRule rule, Question question, List<Condition> found)
            throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(ASKED + rule.sql())) {
            query.setObject(1, moment(question.hubNow()));
            query.setObject(2, moment(question.eventsSince()));
            query.setArray(3, names(connection, question.bots()));
            query.setArray(4, question.alive().isEmpty() ? null : names(connection, question.alive().get()));
            try (ResultSet rows = query.executeQuery()) {
                boolean hasTitle = rows.getMetaData().getColumnCount() > 2;
                while (rows.next()) {
                    found.add(hasTitle
                            ? new Condition(rule.rule(), rows.getString(3), rows.getString(1), rows.getString(2))
                            : new Condition(rule.rule(), rows.getString(1), rows.getString(2)));
                }
            }
        }
    }

    private static Array names(Connection connection, List<String> names) throws SQLException {
        return connection.createArrayOf("text", names.toArray());
    }

    private static OffsetDateTime moment(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    /// What is asked.
    ///
    /// @param now by this machine's clock
    /// @param hubNow by the clock that the bots date their rows with
    /// @param eventsSince events that were recorded later are new
    /// @param alive which bots show a sign of life; empty when nobody knows
    public record Question(Instant now, Instant hubNow, Instant eventsSince, List<String> bots,
            Optional<List<String>> alive) {
        public Question {
            bots = List.copyOf(bots);
            alive = alive.map(List::copyOf);
        }
    }
}
