package io.tradinghub.guardian.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import io.tradinghub.guardian.alert.Alert;
import io.tradinghub.guardian.alert.AlertLog;
import io.tradinghub.guardian.alert.AlertRecord;
import io.tradinghub.guardian.alert.AlertRule;
import io.tradinghub.guardian.alert.Condition;
import io.tradinghub.guardian.alert.Delivery;
import io.tradinghub.store.PostgresSession;

/// Alerts in the tables `alerts`, `alert_deliveries` and `alert_rounds`.
public final class PostgresAlertLog implements AlertLog {
    private final PostgresSession session;

    /// The session stays its owner's.
    public PostgresAlertLog(PostgresSession session) {
        this.session = session;
    }

    @Override
    public Kept load() {
        return session.inTransaction("read the alerts",
                connection -> new Kept(records(connection), evaluatedAt(connection)));
    }

    @Override
    public void save(Collection<AlertRecord> records, Instant evaluatedAt) {
        session.inTransaction("write the alerts", connection -> {
            for (AlertRecord kept : records) {
                save(connection, kept.alert());
                for (Map.Entry<String, Delivery> delivery : kept.deliveries().entrySet()) {
                    save(connection, kept.alert().id(), delivery.getKey(), delivery.getValue());
                }
            }
            return saveRound(connection, evaluatedAt);
        });
    }

    private static List<AlertRecord> records(Connection connection) throws SQLException {
        Map<UUID, Alert> alerts = new LinkedHashMap<>();
        Map<UUID, Map<String, Delivery>> deliveries = new HashMap<>();
        String sql = """
                SELECT a.alert_id, a.rule, a.title, a.subject, a.detail, a.began_at, a.ended_at,
                       d.channel, d.told_at, d.end_told_at
                FROM alerts a LEFT JOIN alert_deliveries d USING (alert_id)
                WHERE a.ended_at IS NULL
                   OR EXISTS (SELECT FROM alert_deliveries o WHERE o.alert_id = a.alert_id AND o.end_told_at IS NULL)
                ORDER BY a.began_at, a.alert_id""";
        try (PreparedStatement query = connection.prepareStatement(sql); ResultSet row = query.executeQuery()) {
            while (row.next()) {
                Optional<AlertRule> rule = ruleNamed(row.getString("rule"));
                if (rule.isEmpty()) {
                    continue;
                }
                UUID id = row.getObject("alert_id", UUID.class);
                alerts.put(id, new Alert(id, new Condition(rule.get(), row.getString("title"),
                        row.getString("subject"), row.getString("detail")),
                        moment(row, "began_at").orElseThrow(), moment(row, "ended_at")));
                Map<String, Delivery> own = deliveries.computeIfAbsent(id, _ -> new HashMap<>());
                if (row.getString("channel") != null) {
                    own.put(row.getString("channel"),
                            new Delivery(moment(row, "told_at"), moment(row, "end_told_at")));
                }
            }
        }
        return alerts.values().stream()
                .map(alert -> new AlertRecord(alert, deliveries.getOrDefault(alert.id(), Map.of()))).toList();
    }

    /// Of a rule that another version had there is nothing left to judge.
    private static Optional<AlertRule> ruleNamed(String name) {
        return Arrays.stream(AlertRule.values()).filter(rule -> rule.name().equals(name)).findFirst();
    }

    private static Optional<Instant> evaluatedAt(Connection connection) throws SQLException {
        List<Instant> found = new ArrayList<>();
        try (PreparedStatement query = connection.prepareStatement("SELECT evaluated_at FROM alert_rounds");
                ResultSet row = query.executeQuery()) {
            while (row.next()) {
                moment(row, "evaluated_at").ifPresent(found::add);
            }
        }
        return found.stream().findFirst();
    }

    private static void save(Connection connection, Alert alert) throws SQLException {
        String sql = """
                INSERT INTO alerts (alert_id, rule, title, subject, detail, severity, began_at, ended_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (alert_id) DO UPDATE SET detail = excluded.detail, ended_at = excluded.ended_at""";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, alert.id());
            statement.setString(2, alert.condition().rule().name());
            statement.setString(3, alert.condition().title());
            statement.setString(4, alert.condition().subject());
            statement.setString(5, alert.condition().detail());
            statement.setString(6, alert.condition().rule().severity().name());
            set(statement, 7, Optional.of(alert.beganAt()));
            set(statement, 8, alert.endedAt());
            statement.executeUpdate();
        }
    }

    private static void save(Connection connection, UUID alert, String channel, Delivery delivery)
            throws SQLException {
        String sql = """
                INSERT INTO alert_deliveries (alert_id, channel, told_at, end_told_at) VALUES (?, ?, ?, ?)
                ON CONFLICT (alert_id, channel)
                DO UPDATE SET told_at = excluded.told_at, end_told_at = excluded.end_told_at""";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, alert);
            statement.setString(2, channel);
            set(statement, 3, delivery.toldAt());
            set(statement, 4, delivery.endToldAt());
            statement.executeUpdate();
        }
    }

    private static int saveRound(Connection connection, Instant evaluatedAt) throws SQLException {
        String sql = """
                INSERT INTO alert_rounds (evaluated_at) VALUES (?)
                ON CONFLICT (only_row) DO UPDATE SET evaluated_at = excluded.evaluated_at""";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            set(statement, 1, Optional.of(evaluatedAt));
            return statement.executeUpdate();
        }
    }

    private static void set(PreparedStatement statement, int index, Optional<Instant> moment) throws SQLException {
        if (moment.isPresent()) {
            statement.setObject(index, moment.get().atOffset(ZoneOffset.UTC));
        } else {
            statement.setNull(index, Types.TIMESTAMP_WITH_TIMEZONE);
        }
    }

    private static Optional<Instant> moment(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, OffsetDateTime.class)).map(OffsetDateTime::toInstant);
    }
}
