package io.tradinghub.backtest.sweep;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tradinghub.backtest.BacktestException;

/// The trials of one study in a SQLite file. A row is on the disk when [#add] returns, and a kill at any moment leaves
/// whole rows. One process at a time; one thread.
final class TrialStore implements AutoCloseable {
    static final String FILE = "sweep.sqlite";
    private static final int FORMAT = 1;
    private static final ObjectMapper JSON = new ObjectMapper();
    private final Path file;
    private final Connection connection;

    private TrialStore(Path file, Connection connection) {
        this.file = file;
        this.connection = connection;
    }

    /// Whether a folder that holds trials may be gone on with.
    enum Mode {
        NEW, RESUME
    }

    /// Opens the trials of a folder, which must be there.
    ///
    /// @throws BacktestException if another study stands there, or one that shall not be gone on with; or if another
    ///         process writes there, or the file is none of ours
    static TrialStore open(Path folder, Study study, Mode mode) {
        Path file = folder.resolve(FILE);
        if (mode == Mode.NEW && Files.exists(file)) {
            throw new BacktestException(
                    "%s: a sweep stands there already; --resume goes on with it, or choose another --out".formatted(
                            folder));
        }
        try {
            TrialStore store = new TrialStore(file, DriverManager.getConnection("jdbc:sqlite:" + file));
            try {
                store.prepare(study);
            } catch (SQLException | BacktestException e) {
                store.connection.close();
                throw e;
            }
            return store;
        } catch (SQLException e) {
            throw new BacktestException("%s: %s; another sweep may write there, or it is no file of a sweep"
                    .formatted(file, e.getMessage()), e);
        }
    }

    private void prepare(Study study) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA locking_mode = EXCLUSIVE");
            statement.execute("PRAGMA journal_mode = WAL");
            statement.execute("PRAGMA synchronous = FULL");
            connection.setAutoCommit(false);
            int format = number(statement, "PRAGMA user_version");
            if (format == 0) {
                create(statement, study);
            } else if (format != FORMAT) {
                throw new BacktestException("%s: another version of the hub wrote it; choose another --out".formatted(
                        file));
            }
            Map<String, String> stored = study(statement);
            study.difference(stored).ifPresent(difference -> {
                throw new BacktestException("%s: another study stands there: %s; choose another --out".formatted(file,
                        difference));
            });
            connection.commit();
            connection.setAutoCommit(true);
        }
    }

    private static int number(Statement statement, String query) throws SQLException {
        try (ResultSet rows = statement.executeQuery(query)) {
            return rows.next() ? rows.getInt(1) : 0;
        }
    }

    private void create(Statement statement, Study study) throws SQLException {
        statement.execute("CREATE TABLE study (part TEXT PRIMARY KEY, value TEXT NOT NULL)");
        statement.execute(
                """
                        CREATE TABLE trial (
                            kind TEXT NOT NULL, window INTEGER NOT NULL, number INTEGER NOT NULL, begins TEXT NOT NULL, ends TEXT NOT NULL,
                            settings TEXT NOT NULL, failure TEXT, figures TEXT NOT NULL, warnings TEXT NOT NULL,
                            days BLOB NOT NULL, PRIMARY KEY (kind, window, number))""");
        statement.execute("PRAGMA user_version = " + FORMAT);
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO study VALUES (?, ?)")) {
            for (Map.Entry<String, String> part : study.parts().entrySet()) {
                insert.setString(1, part.getKey());
                insert.setString(2, part.getValue());
                insert.executeUpdate();
            }
        }
    }

    private static Map<String, String> study(Statement statement) throws SQLException {
        Map<String, String> parts = new LinkedHashMap<>();
        try (ResultSet rows = statement.executeQuery("SELECT part, value FROM study")) {
            while (rows.next()) {
                parts.put(rows.getString(1), rows.getString(2));
            }
        }
        return parts;
    }

    /// What came of this trial; empty if it has not been run.
    ///
    /// @throws StoreLostException if the file cannot be read
    Optional<TrialRow> find(Trial trial) {
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT failure, figures, warnings, days FROM trial WHERE kind = ? AND window = ? AND number = ?")) {
            select.setString(1, trial.key().kind().words());
            select.setInt(2, trial.key().window());
            select.setInt(3, trial.number());
            try (ResultSet rows = select.executeQuery()) {
                if (!rows.next()) {
                    return Optional.empty();
                }
                return Optional.of(new TrialRow(trial, Optional.ofNullable(rows.getString(1)),
                        JSON.readValue(rows.getString(2), new TypeReference<Map<String, Double>>() {}),
                        JSON.readValue(rows.getString(3), new TypeReference<List<String>>() {}),
                        days(rows.getBytes(4))));
            }
        } catch (SQLException | JsonProcessingException e) {
            throw new StoreLostException(file, e);
        }
    }

    /// Writes what came of a trial.
    ///
    /// @throws StoreLostException if it cannot be written
    void add(TrialRow row) {
        Trial trial = row.trial();
        try (PreparedStatement insert = connection
                .prepareStatement("INSERT INTO trial VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
            insert.setString(1, trial.key().kind().words());
            insert.setInt(2, trial.key().window());
            insert.setInt(3, trial.number());
            insert.setString(4, trial.over().from().toString());
            insert.setString(5, trial.over().to().toString());
            insert.setString(6, JSON.writeValueAsString(trial.set().values()));
            insert.setString(7, row.failure().orElse(null));
            insert.setString(8, JSON.writeValueAsString(new TreeMap<>(row.figures())));
            insert.setString(9, JSON.writeValueAsString(row.warnings()));
            insert.setBytes(10, bytes(row.days()));
            insert.executeUpdate();
        } catch (SQLException | JsonProcessingException e) {
            throw new StoreLostException(file, e);
        }
    }

    private static byte[] bytes(List<Double> days) {
        ByteBuffer bytes = ByteBuffer.allocate(days.size() * Double.BYTES);
        days.forEach(bytes::putDouble);
        return bytes.array();
    }

    private static List<Double> days(byte[] bytes) {
        List<Double> days = new ArrayList<>(bytes.length / Double.BYTES);
        for (ByteBuffer left = ByteBuffer.wrap(bytes); left.hasRemaining();) {
            days.add(left.getDouble());
        }
        return days;
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new StoreLostException(file, e);
        }
    }
}
