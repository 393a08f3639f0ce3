-- The ledger: what every bot intended, what was executed, and what it cost. One writer per bot, held by the lease.
-- Money is NUMERIC, moments are TIMESTAMPTZ in UTC, enumerations are the words the code uses.

CREATE TABLE bot_leases (
    bot_id      TEXT PRIMARY KEY CHECK (bot_id ~ '^[a-z][a-z0-9_]{2,25}$'),
    epoch       BIGINT NOT NULL CHECK (epoch > 0),
    holder      TEXT NOT NULL,
    acquired_at TIMESTAMPTZ NOT NULL
);
COMMENT ON TABLE bot_leases IS 'Who may write for a bot: a writer whose epoch is no longer the one here has been replaced.';

CREATE TABLE orders (
    order_id          BIGINT GENERATED ALWAYS AS IDENTITY,
    bot_id            TEXT NOT NULL REFERENCES bot_leases (bot_id),
    mode              TEXT NOT NULL CHECK (mode IN ('paper', 'demo', 'testnet', 'live')),
    order_link_id     TEXT NOT NULL CHECK (order_link_id ~ '^[A-Za-z0-9_-]{1,36}$'),
    order_sequence    BIGINT NOT NULL CHECK (order_sequence > 0),
    exchange_order_id TEXT,
    category          TEXT NOT NULL CHECK (category IN ('linear', 'spot')),
    symbol            TEXT NOT NULL,
    side              TEXT NOT NULL CHECK (side IN ('BUY', 'SELL')),
    type              TEXT NOT NULL CHECK (type IN ('MARKET', 'LIMIT')),
    time_in_force     TEXT NOT NULL CHECK (time_in_force IN ('GTC', 'IOC', 'FOK', 'POST_ONLY')),
    reduce_only       BOOLEAN NOT NULL,
    qty               NUMERIC NOT NULL CHECK (qty > 0),
    price             NUMERIC CHECK (price > 0),
    status            TEXT NOT NULL CHECK (status IN
                          ('PENDING', 'UNKNOWN', 'ACCEPTED', 'PARTIALLY_FILLED', 'FILLED', 'CANCELLED', 'REJECTED')),
    cum_qty           NUMERIC NOT NULL DEFAULT 0 CHECK (cum_qty >= 0),
    cum_value         NUMERIC NOT NULL DEFAULT 0,
    avg_price         NUMERIC,
    reported_cum_qty  NUMERIC NOT NULL DEFAULT 0 CHECK (reported_cum_qty >= 0),
    reject_reason     TEXT,
    version           INTEGER NOT NULL DEFAULT 1,
    created_at        TIMESTAMPTZ NOT NULL,
    updated_at        TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (bot_id, order_id),
    CONSTRAINT orders_link_id_once_per_bot UNIQUE (bot_id, order_link_id),
    CONSTRAINT orders_sequence_once_per_bot UNIQUE (bot_id, order_sequence),
    CONSTRAINT orders_limit_has_a_price CHECK ((type = 'LIMIT') = (price IS NOT NULL))
);
COMMENT ON COLUMN orders.price IS 'The limit price; a market order has none.';
COMMENT ON COLUMN orders.cum_qty IS 'Sum of the booked fills of this order.';
COMMENT ON COLUMN orders.reported_cum_qty IS 'What the exchange last said is filled; more than cum_qty means that executions are still missing here.';

CREATE INDEX orders_open ON orders (bot_id, mode)
    WHERE status IN ('PENDING', 'UNKNOWN', 'ACCEPTED', 'PARTIALLY_FILLED') OR reported_cum_qty > cum_qty;
CREATE INDEX orders_recent ON orders (bot_id, created_at);

CREATE TABLE fills (
    fill_id           BIGINT GENERATED ALWAYS AS IDENTITY,
    bot_id            TEXT NOT NULL,
    mode              TEXT NOT NULL CHECK (mode IN ('paper', 'demo', 'testnet', 'live')),
    order_id          BIGINT NOT NULL,
    exec_id           TEXT NOT NULL,
    category          TEXT NOT NULL CHECK (category IN ('linear', 'spot')),
    symbol            TEXT NOT NULL,
    side              TEXT NOT NULL CHECK (side IN ('BUY', 'SELL')),
    qty_filled        NUMERIC NOT NULL CHECK (qty_filled > 0),
    fill_price        NUMERIC NOT NULL CHECK (fill_price > 0),
    liquidity         TEXT NOT NULL CHECK (liquidity IN ('MAKER', 'TAKER')),
    commission        NUMERIC NOT NULL,
    commission_coin   TEXT NOT NULL,
    commission_asset  TEXT NOT NULL CHECK (commission_asset IN ('BASE', 'QUOTE', 'OTHER')),
    quote_fee         NUMERIC NOT NULL,
    realised_pnl      NUMERIC NOT NULL,
    position_after    NUMERIC NOT NULL,
    entry_price_after NUMERIC NOT NULL,
    realised_total    NUMERIC NOT NULL,
    fees_total        NUMERIC NOT NULL,
    opened_at         TIMESTAMPTZ NOT NULL,
    filled_at         TIMESTAMPTZ NOT NULL,
    booked_at         TIMESTAMPTZ NOT NULL DEFAULT now(),
    PRIMARY KEY (bot_id, fill_id),
    FOREIGN KEY (bot_id, order_id) REFERENCES orders (bot_id, order_id),
    CONSTRAINT fills_execution_once_per_bot UNIQUE (bot_id, exec_id)
);
COMMENT ON COLUMN fills.commission IS 'Positive is paid, negative is a rebate, in commission_coin.';
COMMENT ON COLUMN fills.quote_fee IS 'The commission valued in quote coin at the fill price; 0 for a third coin.';
COMMENT ON COLUMN fills.realised_pnl IS 'What this fill realised, in quote coin, before fees.';
COMMENT ON COLUMN fills.position_after IS 'Signed base quantity after this fill: the sum of all booked fills so far, less fees paid in base coin.';

CREATE INDEX fills_running_position ON fills (bot_id, mode, category, symbol, fill_id);
CREATE INDEX fills_of_order ON fills (bot_id, order_id);
CREATE INDEX fills_recent ON fills (bot_id, filled_at);

CREATE TABLE funding_payments (
    bot_id     TEXT NOT NULL REFERENCES bot_leases (bot_id),
    mode       TEXT NOT NULL CHECK (mode IN ('paper', 'demo', 'testnet', 'live')),
    exec_id    TEXT NOT NULL,
    category   TEXT NOT NULL CHECK (category IN ('linear', 'spot')),
    symbol     TEXT NOT NULL,
    amount     NUMERIC NOT NULL,
    rate       NUMERIC NOT NULL,
    position   NUMERIC NOT NULL,
    settled_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (bot_id, exec_id)
);
COMMENT ON COLUMN funding_payments.amount IS 'In quote coin; positive is received.';

CREATE TABLE equity_snapshots (
    bot_id         TEXT NOT NULL REFERENCES bot_leases (bot_id),
    mode           TEXT NOT NULL CHECK (mode IN ('paper', 'demo', 'testnet', 'live')),
    at             TIMESTAMPTZ NOT NULL,
    equity         NUMERIC NOT NULL,
    realised_pnl   NUMERIC NOT NULL,
    unrealised_pnl NUMERIC NOT NULL,
    fees           NUMERIC NOT NULL,
    funding        NUMERIC NOT NULL,
    PRIMARY KEY (bot_id, mode, at)
);
CREATE INDEX equity_snapshots_peak ON equity_snapshots (bot_id, mode, equity);

CREATE TABLE risk_events (
    bot_id TEXT NOT NULL REFERENCES bot_leases (bot_id),
    mode   TEXT NOT NULL CHECK (mode IN ('paper', 'demo', 'testnet', 'live')),
    at     TIMESTAMPTZ NOT NULL,
    rule   TEXT NOT NULL,
    detail TEXT NOT NULL,
    value  NUMERIC,
    PRIMARY KEY (bot_id, mode, at, rule)
);
