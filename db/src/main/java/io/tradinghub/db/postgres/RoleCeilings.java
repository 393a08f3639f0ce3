package io.tradinghub.db.postgres;

import java.util.Map;

import io.tradinghub.db.access.Role;

/// What a login role may use of PostgreSQL at most, so that no role takes it from the others. The time-outs are
/// defaults, which a session can change; what lasts too long all the same is ended from outside (function
/// `end_long_sessions`). The temporary files are a ceiling: only an administrator can change it.
///
/// @param connections at one time, by all processes of the role together
/// @param settings defaults of its sessions, by their names in PostgreSQL
record RoleCeilings(int connections, Map<String, String> settings) {
    /// A bot that trades has two: its lease and ledger, and what it reads. One more is for a bot that stands by, one
    /// for a session whose end the server has not noticed yet when its successor comes.
    private static final int BOT_CONNECTIONS = 4;

    static RoleCeilings of(Role role) {
        return switch (role) {
            case BOT -> new RoleCeilings(BOT_CONNECTIONS, bounded("32MB", "15s"));
            case RECORDER -> new RoleCeilings(8, bounded("64MB", "30s"));
            case GRAFANA -> new RoleCeilings(15, Map.of("temp_file_limit", "128MB", "statement_timeout", "30s",
                    "idle_in_transaction_session_timeout", "30s", "default_transaction_read_only", "on"));
            case BACKUP -> new RoleCeilings(3, Map.of());
            case GUARDIAN, FLATTENING_GUARDIAN -> new RoleCeilings(2, bounded("64MB", "15s"));
        };
    }

    private static Map<String, String> bounded(String temporaryFiles, String longest) {
        return Map.of("temp_file_limit", temporaryFiles, "statement_timeout", longest, "lock_timeout", longest,
                "idle_in_transaction_session_timeout", longest);
    }
}
