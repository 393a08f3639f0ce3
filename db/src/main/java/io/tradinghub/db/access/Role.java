package io.tradinghub.db.access;

/// The role of an account, which decides its privileges in each store.
public enum Role {
    /// A bot: reads and writes its own ledger rows and live state, reads market data.
    BOT,
    /// The recorder: writes candles and live market data, has no access to the ledger.
    RECORDER,
    /// Grafana: reads everything, writes nothing.
    GRAFANA,
    /// The backup: reads everything in PostgreSQL, has no access to other stores.
    BACKUP,
    /// The guardian: reads the ledger and live state, writes what it told people, halts bots and never resumes one, has
    /// no access to market history.
    GUARDIAN,
    /// The same, where it may also tell a bot to close everything.
    FLATTENING_GUARDIAN
}
