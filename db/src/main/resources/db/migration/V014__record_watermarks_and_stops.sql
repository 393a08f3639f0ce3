-- What a restarted bot asks the exchange for, and which stops it should find there.

CREATE TABLE execution_watermarks (
    bot_id           TEXT NOT NULL REFERENCES bot_leases (bot_id),
    mode             TEXT NOT NULL CHECK (mode IN ('paper', 'demo', 'testnet', 'live')),
    executions_until TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (bot_id, mode)
);
COMMENT ON COLUMN execution_watermarks.executions_until IS
    'The exchange has told of every execution up to this moment; it never goes back.';

CREATE TABLE stops (
    bot_id     TEXT NOT NULL REFERENCES bot_leases (bot_id),
    mode       TEXT NOT NULL CHECK (mode IN ('paper', 'demo', 'testnet', 'live')),
    category   TEXT NOT NULL CHECK (category IN ('linear', 'spot')),
    symbol     TEXT NOT NULL,
    stop_price NUMERIC CHECK (stop_price > 0),
    moved_at   TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (bot_id, mode, category, symbol)
);
COMMENT ON TABLE stops IS 'The stops that rest at the exchange, as last heard.';
COMMENT ON COLUMN stops.stop_price IS 'Null when no stop rests there any more.';

DO $$
DECLARE
    owned TEXT;
BEGIN
    FOREACH owned IN ARRAY ARRAY['execution_watermarks', 'stops'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', owned);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', owned);
        EXECUTE format('CREATE POLICY own_rows ON %I TO hub_bot USING (bot_id = current_user::text)'
                       ' WITH CHECK (bot_id = current_user::text)', owned);
        EXECUTE format('CREATE POLICY readers_see_all ON %I FOR SELECT TO hub_reader USING (true)', owned);
    END LOOP;
END
$$;

GRANT SELECT, INSERT, UPDATE ON execution_watermarks, stops TO hub_bot;
GRANT SELECT ON execution_watermarks, stops TO hub_reader;
