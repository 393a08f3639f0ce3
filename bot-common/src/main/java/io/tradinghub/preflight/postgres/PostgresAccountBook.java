package io.tradinghub.preflight.postgres;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

import io.tradinghub.bot.BotId;
import io.tradinghub.preflight.AccountBook;
import io.tradinghub.settings.HubMode;
import io.tradinghub.store.PostgresSession;

/// Reads and writes `bot_accounts` and `bot_account_keys` as the bot's own role, which sees its own rows only; that an
/// account has one bot is up to the database. A bot has one account in each mode.
public final class PostgresAccountBook implements AccountBook {
    private static final String OWN = """
            SELECT uid FROM bot_accounts WHERE bot_id = ? AND mode = ? AND released_at IS NULL""";
    private static final String TAKEN = "SELECT is_account_taken(?, ?)";
    private static final String CLAIM = """
            INSERT INTO bot_accounts (bot_id, mode, uid) VALUES (?, ?, ?) ON CONFLICT DO NOTHING""";
    private static final String KNOWN = """
            SELECT EXISTS (SELECT FROM bot_accounts a JOIN bot_account_keys k USING (bot_id, mode, uid)
                           WHERE a.bot_id = ? AND a.mode = ? AND a.released_at IS NULL AND k.fingerprint = ?)""";
    private static final String USE = """
            INSERT INTO bot_account_keys (bot_id, mode, uid, fingerprint) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING""";
    private static final String RESULTS = """
            SELECT coalesce(sum(realised_pnl - fees), 0)
                   + (SELECT coalesce(sum(amount), 0) FROM funding_payments WHERE bot_id = ? AND mode = ?),
                   coalesce(sum(qty * entry_price) FILTER (WHERE category = 'spot'), 0)
            FROM positions WHERE bot_id = ? AND mode = ?""";
    private static final String APPROVAL = """
            SELECT uid, capital, coin FROM live_approvals WHERE bot_id = ? ORDER BY approval_id DESC LIMIT 1""";
    private final PostgresSession session;
    private final BotId bot;
    private final String mode;

    /// @param session stays its owner's
    public PostgresAccountBook(PostgresSession session, BotId bot, HubMode mode) {
        this.session = session;
        this.bot = bot;
        this.mode = mode.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public Owner ownerOf(long uid) {
        return session.call("read whose the account is", connection -> owner(connection, uid));
    }

    @Override
    public Owner claim(long uid, String fingerprint) {
        return session.call("claim the account", connection -> {
            Owner owner = owner(connection, uid);
            if (owner instanceof Owner.Nobody) {
                update(connection, CLAIM, bot.value(), mode, uid);
                // another bot may have been quicker
                owner = owner(connection, uid);
            }
            if (owner instanceof Owner.ThisBot && !isKnown(connection, fingerprint)) {
                update(connection, USE, bot.value(), mode, uid, fingerprint);
            }
            return owner;
        });
    }

    private Owner owner(Connection connection, long uid) throws SQLException {
        OptionalLong own = row(connection, OWN, row -> row.getLong(1), bot.value(), mode).stream()
                .mapToLong(Long::longValue).findFirst();
        if (own.isPresent()) {
            return own.getAsLong() == uid ? new Owner.ThisBot() : new Owner.OtherAccount(own.getAsLong());
        }
        return row(connection, TAKEN, row -> row.getBoolean(1), mode, uid).orElseThrow()
                ? new Owner.AnotherBot()
                : new Owner.Nobody();
    }

    @Override
    public boolean isKeyKnown(String fingerprint) {
        return session.call("read the account's keys", connection -> isKnown(connection, fingerprint));
    }

    private boolean isKnown(Connection connection, String fingerprint) throws SQLException {
        return row(connection, KNOWN, row -> row.getBoolean(1), bot.value(), mode, fingerprint).orElseThrow();
    }

    @Override
    public Results results() {
        return session.call("read the results", connection -> row(connection, RESULTS,
                row -> new Results(row.getBigDecimal(1), row.getBigDecimal(2)), bot.value(), mode, bot.value(), mode)
                .orElseThrow());
    }

    @Override
    public Optional<Approval> approval() {
        return session.call("read the approval", connection -> row(connection, APPROVAL, row -> {
            BigDecimal capital = row.getBigDecimal(2);
            return new Approval(row.getLong(1), capital, row.getString(3));
        }, bot.value()));
    }

    private static <T> Optional<T> row(Connection connection, String sql, Reader<T> reader, Object... parameters)
            throws SQLException {
        try (PreparedStatement statement = prepared(connection, sql, parameters);
                ResultSet rows = statement.executeQuery()) {
            return rows.next() ? Optional.of(reader.read(rows)) : Optional.empty();
        }
    }

    private static void update(Connection connection, String sql, Object... parameters) throws SQLException {
        try (PreparedStatement statement = prepared(connection, sql, parameters)) {
            statement.executeUpdate();
        }
    }

    private static PreparedStatement prepared(Connection connection, String sql, Object... parameters)
            throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < parameters.length; i++) {
            statement.setObject(i + 1, parameters[i]);
        }
        return statement;
    }

    /// Reads the present row.
    @FunctionalInterface
    private interface Reader<T> {
        T read(ResultSet row) throws SQLException;
    }
}
