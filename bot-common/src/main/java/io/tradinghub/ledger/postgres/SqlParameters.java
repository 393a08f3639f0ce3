package io.tradinghub.ledger.postgres;

import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;

import io.tradinghub.market.InstrumentId;
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

    SqlParameters word(@Nullable Enum<?> value) throws SQLException {
        return text(value == null ? null : value.name());
    }

    SqlParameters number(@Nullable Long value) throws SQLException {
        statement.setObject(next++, value, Types.BIGINT);
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

    SqlParameters moment(@Nullable Instant value) throws SQLException {
        OffsetDateTime moment = value == null ? null : OffsetDateTime.ofInstant(value, ZoneOffset.UTC);
        statement.setObject(next++, moment, Types.TIMESTAMP_WITH_TIMEZONE);
        return this;
    }

    /// Two parameters: category and symbol.
    SqlParameters instrument(InstrumentId instrument) throws SQLException {
        return text(instrument.category().wireName()).text(instrument.symbol().name());
    }

    SqlParameters texts(String[] values) throws SQLException {
        statement.setArray(next++, statement.getConnection().createArrayOf("text", values));
        return this;
    }

    /// Two parameters: bot and mode.
    SqlParameters key(LedgerKey key) throws SQLException {
        return text(key.bot().value()).text(key.modeWord());
    }

    /// The parameters of [LedgerKey#HELD].
    SqlParameters held(LedgerKey key) throws SQLException {
        return text(key.bot().value()).number(key.epoch()).text(key.token());
    }

    static Instant momentOf(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    static Optional<Instant> optionalMomentOf(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, OffsetDateTime.class)).map(OffsetDateTime::toInstant);
    }
}
