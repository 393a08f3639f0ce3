-- What perpetuals paid, as the exchange settled it: the market's history, where funding_payments is a bot's.

CREATE TABLE funding_rates (
    category   TEXT NOT NULL CHECK (category = 'linear'),
    symbol     TEXT NOT NULL,
    settled_at TIMESTAMPTZ NOT NULL,
    rate       DOUBLE PRECISION NOT NULL,
    PRIMARY KEY (category, symbol, settled_at)
);
COMMENT ON COLUMN funding_rates.rate IS 'The fraction of a position''s value that longs paid shorts; negative when shorts paid.';

GRANT SELECT, INSERT, UPDATE ON funding_rates TO hub_recorder;
GRANT SELECT ON funding_rates TO hub_bot;
