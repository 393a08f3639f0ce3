package io.tradinghub.db.access;

/// What somebody is in the hub; it decides what they may do in each store.
public enum Role {
    /// Trades: its own ledger rows and live state, and market data to read.
    BOT,
    /// Records market data: candles and live market data, and nothing of the ledger.
    RECORDER,
    /// Shows everything and changes nothing.
    GRAFANA,
    /// Reads everything of PostgreSQL and enters nothing else.
    BACKUP
}
