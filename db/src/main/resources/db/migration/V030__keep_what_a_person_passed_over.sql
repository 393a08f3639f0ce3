-- A row of the account that cannot be read ends entries until a person tells the bot to pass over it; a restart must
-- not ask again.

CREATE TABLE passed_over_rows (
    bot_id         TEXT NOT NULL REFERENCES bot_leases (bot_id),
    mode           TEXT NOT NULL CHECK (mode IN ('paper', 'demo', 'testnet', 'live')),
    row_id         TEXT NOT NULL,
    detail         TEXT NOT NULL,
    passed_over_at TIMESTAMPTZ NOT NULL,
    -- an id may be the whole row, which is longer than a row of an index may be
    row_hash       TEXT GENERATED ALWAYS AS (md5(row_id)) STORED,
    PRIMARY KEY (bot_id, mode, row_hash)
);
COMMENT ON TABLE passed_over_rows IS
    'Rows of the account that cannot be read, and that a person told the bot to pass over.';

ALTER TABLE passed_over_rows ENABLE ROW LEVEL SECURITY;
ALTER TABLE passed_over_rows FORCE ROW LEVEL SECURITY;
CREATE POLICY own_rows ON passed_over_rows TO hub_bot
    USING (bot_id = current_user::text) WITH CHECK (bot_id = current_user::text);
CREATE POLICY readers_see_all ON passed_over_rows FOR SELECT TO hub_reader USING (true);
GRANT SELECT, INSERT ON passed_over_rows TO hub_bot;
GRANT SELECT ON passed_over_rows TO hub_reader;

CREATE TRIGGER count_write BEFORE INSERT OR UPDATE ON passed_over_rows FOR EACH ROW EXECUTE FUNCTION count_write();
