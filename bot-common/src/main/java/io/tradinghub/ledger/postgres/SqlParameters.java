package io.tradinghub.ledger.postgres;

import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

import org.jspecify.annotations.Nullable;

/// Fills the parameters of a statement from left to right.
final class SqlParameters {
    private final PreparedStatement statement;
    private int next = 1;

    SqlParameters(PreparedStatement statement) {
        this.statement = statement;
    }

    SqlParameters text(@Nullable String value) throws SQLException {
        statement.setString(next++, value);
        return this;
    }

    SqlParameters word(Enum<?> value) throws SQLException {
        return text(value.name());
    }

    SqlParameters number(long value) throws SQLException {
        statement.setLong(next++, value);
        return this;
    }

    SqlParameters money(@Nullable BigDecimal value) throws SQLException {
        statement.setBigDecimal(next++, value);
        return this;
    }

    SqlParameters flag(boolean value) throws SQLException {
        statement.setBoolean(next++, value);
        return this;
    }

    SqlParameters moment(Instant value) throws SQLException {
        statement.setObject(next++, OffsetDateTime.ofInstant(value, ZoneOffset.UTC));
        return this;
    }

    SqlParameters texts(String[] values) throws SQLException {
        statement.setArray(next++, statement.getConnection().createArrayOf("text", values));
        return this;
    }

    SqlParameters key(LedgerKey key) throws SQLException {
        return text(key.bot().value()).text(key.modeWord());
    }

    static Instant momentOf(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
