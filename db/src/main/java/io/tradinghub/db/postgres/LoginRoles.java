package io.tradinghub.db.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import io.tradinghub.db.access.PreparationException;
import io.tradinghub.db.access.Role;
import io.tradinghub.db.access.StoreAccount;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Creates and alters the login roles. The caller owns the transaction, so all changes are committed or none.
final class LoginRoles {
    private static final Logger LOG = LoggerFactory.getLogger(LoginRoles.class);
    private static final String BOT_GROUP = "hub_bot";
    private final Connection connection;
    private final String owner;

    LoginRoles(Connection connection, String owner) {
        this.connection = connection;
        this.owner = owner;
    }

    void prepare(List<StoreAccount> accounts) throws SQLException {
        requireRoomFor(accounts);
        revokeDatabasesFromPublic();
        for (StoreAccount account : accounts) {
            prepare(account);
            LOG.atInfo().addKeyValue("role", account.name()).addKeyValue("groups", groups(account.role()))
                    .log("postgres role ready");
        }
        disableBotsNotIn(accounts.stream().map(StoreAccount::name).toList());
    }

    /// PUBLIC may connect to every database and create temporary tables there by default.
    private void revokeDatabasesFromPublic() throws SQLException {
        for (String database : names(
                "SELECT datname FROM pg_database WHERE datallowconn OR datname = current_database()")) {
            execute("REVOKE ALL ON DATABASE %s FROM PUBLIC".formatted(quoted(database)));
        }
        execute("GRANT CONNECT ON DATABASE %s TO hub_bot, hub_recorder, hub_reader, hub_guardian"
                .formatted(quoted(names("SELECT current_database()").getFirst())));
    }

    private void prepare(StoreAccount account) throws SQLException {
        if (account.name().equals(owner)) {
            throw new PreparationException(
                    "POSTGRES_USER is '%s', which is also a role that db manages; use the administrator instead"
                            .formatted(owner));
        }
        String role = quoted(account.name());
        if (names("SELECT rolname FROM pg_roles WHERE rolname = ?", account.name()).isEmpty()) {
            execute("CREATE ROLE " + role);
        }
        String rowSecurity = account.role() == Role.BACKUP ? "BYPASSRLS" : "NOBYPASSRLS";
        RoleCeilings ceilings = RoleCeilings.of(account.role());
        execute("ALTER ROLE %s WITH LOGIN INHERIT NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION %s CONNECTION LIMIT %d"
                .formatted(role, rowSecurity, ceilings.connections()));
        setPassword(account, role);
        setMemberships(account, role);
        execute("ALTER ROLE %s RESET ALL".formatted(role));
        for (Map.Entry<String, String> setting : new TreeMap<>(ceilings.settings()).entrySet()) {
            execute("ALTER ROLE %s SET %s = '%s'".formatted(role, setting.getKey(), setting.getValue()));
        }
        if (account.isBot()) {
            names("SELECT count_writes_of(?)::text", account.name());
        }
    }

    /// A role that takes all its connections leaves every other role its own.
    private void requireRoomFor(List<StoreAccount> accounts) throws SQLException {
        int needed = accounts.stream().mapToInt(account -> RoleCeilings.of(account.role()).connections()).sum();
        int free = Integer.parseInt(names("""
                SELECT current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int
                       - current_setting('reserved_connections')::int""").getFirst());
        if (needed > free) {
            throw new PreparationException("""
                    %d accounts may open %d connections together, PostgreSQL has %d for them: set \
                    POSTGRES_MAX_CONNECTIONS to %d or more in .env, then run ./hub up"""
                    .formatted(accounts.size(), needed, free, needed + 10));
        }
    }

    private void setPassword(StoreAccount account, String role) throws SQLException {
        String present = names("SELECT coalesce(rolpassword, '') FROM pg_authid WHERE rolname = ?", account.name())
                .getFirst();
        if (!ScramVerifier.matches(present, account.postgresPassword())) {
            execute("ALTER ROLE %s PASSWORD '%s'".formatted(role, ScramVerifier.of(account.postgresPassword())));
            LOG.atInfo().addKeyValue("role", account.name()).log("postgres password set");
        }
    }

    private void setMemberships(StoreAccount account, String role) throws SQLException {
        Set<String> wanted = groups(account.role());
        for (String group : names("SELECT roleid::regrole::text FROM pg_auth_members WHERE member = ?::regrole",
                role)) {
            if (!wanted.contains(group)) {
                execute("REVOKE %s FROM %s CASCADE".formatted(group, role));
            }
        }
        for (String group : wanted) {
            execute("GRANT %s TO %s".formatted(group, role));
        }
    }

    private static Set<String> groups(Role role) {
        return switch (role) {
            case BOT -> Set.of(BOT_GROUP);
            case RECORDER -> Set.of("hub_recorder");
            case GRAFANA -> Set.of("hub_reader");
            case BACKUP -> Set.of("hub_reader", "pg_read_all_data");
            case GUARDIAN -> Set.of("hub_guardian");
            case FLATTENING_GUARDIAN -> Set.of("hub_guardian", "hub_flattening");
        };
    }

    /// Takes login and password from the roles of removed bots; their rows stay.
    private void disableBotsNotIn(List<String> present) throws SQLException {
        String members = """
                SELECT r.rolname FROM pg_auth_members m JOIN pg_roles r ON r.oid = m.member
                WHERE m.roleid = 'hub_bot'::regrole AND r.rolcanlogin AND NOT r.rolsuper""";
        for (String bot : names(members)) {
            if (!present.contains(bot)) {
                execute("ALTER ROLE %s NOLOGIN PASSWORD NULL".formatted(quoted(bot)));
                LOG.atWarn().addKeyValue("role", bot).log("postgres role disabled, its rows are kept");
            }
        }
    }

    /// Terminates the connections of disabled bots and waits for each to end. Call after the commit, so that none can
    /// reconnect.
    void terminateConnectionsOfDisabledBots() throws SQLException {
        names("""
                SELECT pg_terminate_backend(a.pid, 5000)::text
                FROM pg_stat_activity a
                JOIN pg_roles r ON r.rolname = a.usename JOIN pg_auth_members m ON m.member = r.oid
                WHERE m.roleid = 'hub_bot'::regrole AND NOT r.rolcanlogin""");
    }

    private List<String> names(String sql, String... parameters) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                query.setString(i + 1, parameters[i]);
            }
            List<String> names = new ArrayList<>();
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    names.add(rows.getString(1));
                }
            }
            return names;
        }
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String quoted(String identifier) {
        return '"' + identifier.replace("\"", "\"\"") + '"';
    }
}
