-- Market data for hubs without InfluxDB, and how complete the stored data is, in either store.

CREATE TABLE candles (
    category  TEXT NOT NULL CHECK (category IN ('linear', 'spot')),
    symbol    TEXT NOT NULL,
    interval  TEXT NOT NULL,
    open_time TIMESTAMPTZ NOT NULL,
    open      DOUBLE PRECISION NOT NULL,
    high      DOUBLE PRECISION NOT NULL,
    low       DOUBLE PRECISION NOT NULL,
    close     DOUBLE PRECISION NOT NULL,
    volume    DOUBLE PRECISION NOT NULL,
    turnover  DOUBLE PRECISION NOT NULL,
    PRIMARY KEY (category, symbol, interval, open_time)
);
COMMENT ON TABLE candles IS 'Closed candles over [open_time, open_time + interval); interval is the exchange''s word: minutes, or D.';

CREATE TABLE candle_coverage (
    category   TEXT NOT NULL,
    symbol     TEXT NOT NULL,
    interval   TEXT NOT NULL,
    day        DATE NOT NULL,
    expected   INTEGER NOT NULL CHECK (expected >= 0),
    stored     INTEGER NOT NULL CHECK (stored >= 0),
    repaired   INTEGER NOT NULL DEFAULT 0 CHECK (repaired >= 0),
    updated_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (category, symbol, interval, day)
);
COMMENT ON COLUMN candle_coverage.expected IS 'Candles that had closed on this UTC day when the row was updated.';
COMMENT ON COLUMN candle_coverage.repaired IS 'How many of the stored ones came from a later repair and not from the live stream.';
