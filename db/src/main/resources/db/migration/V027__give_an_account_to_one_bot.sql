-- An account at the exchange belongs to one bot: netting, reduce-only, funding and spot balances are the account's.

CREATE TABLE bot_accounts (
    account_id  BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    bot_id      TEXT NOT NULL REFERENCES bot_leases (bot_id),
    mode        TEXT NOT NULL CHECK (mode IN ('paper', 'demo', 'testnet', 'live')),
    uid         BIGINT NOT NULL CHECK (uid > 0),
    since       TIMESTAMPTZ NOT NULL DEFAULT now(),
    released_at TIMESTAMPTZ,
    CONSTRAINT bot_accounts_paper_has_none CHECK (mode <> 'paper')
);
COMMENT ON TABLE bot_accounts IS 'Which account at the exchange a bot trades on in a mode.';
COMMENT ON COLUMN bot_accounts.released_at IS
    'Set by a person (./hub set-key BOT --new-account): the bot may take another account, and another bot this one.';

CREATE UNIQUE INDEX bot_accounts_one_bot_per_account ON bot_accounts (mode, uid) WHERE released_at IS NULL;
CREATE UNIQUE INDEX bot_accounts_one_account_per_bot ON bot_accounts (bot_id, mode) WHERE released_at IS NULL;

CREATE TABLE bot_account_keys (
    bot_id      TEXT NOT NULL REFERENCES bot_leases (bot_id),
    mode        TEXT NOT NULL CHECK (mode IN ('paper', 'demo', 'testnet', 'live')),
    uid         BIGINT NOT NULL,
    fingerprint TEXT NOT NULL CHECK (fingerprint ~ '^[0-9a-f]{8}$'),
    first_used  TIMESTAMPTZ NOT NULL DEFAULT now(),
    PRIMARY KEY (bot_id, mode, uid, fingerprint)
);
COMMENT ON TABLE bot_account_keys IS 'The API keys with which a bot has used its account.';
COMMENT ON COLUMN bot_account_keys.fingerprint IS 'The start of the SHA-256 of the key, from which nobody gets the key.';

CREATE TRIGGER count_write BEFORE INSERT OR UPDATE ON bot_accounts FOR EACH ROW EXECUTE FUNCTION count_write();
CREATE TRIGGER count_write BEFORE INSERT OR UPDATE ON bot_account_keys FOR EACH ROW EXECUTE FUNCTION count_write();

DO $$
DECLARE
    owned TEXT;
BEGIN
    FOREACH owned IN ARRAY ARRAY['bot_accounts', 'bot_account_keys'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', owned);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', owned);
        EXECUTE format('CREATE POLICY own_rows ON %I TO hub_bot USING (bot_id = current_user::text)'
                       ' WITH CHECK (bot_id = current_user::text)', owned);
        EXECUTE format('CREATE POLICY readers_see_all ON %I FOR SELECT TO hub_reader USING (true)', owned);
    END LOOP;
END
$$;
GRANT SELECT ON bot_accounts, bot_account_keys TO hub_reader;
-- a bot can give nothing back, so it holds one account in each mode at most
GRANT SELECT, INSERT (bot_id, mode, uid) ON bot_accounts TO hub_bot;
GRANT SELECT, INSERT (bot_id, mode, uid, fingerprint) ON bot_account_keys TO hub_bot;
CREATE POLICY operators_release ON bot_accounts FOR UPDATE TO hub_operator USING (true) WITH CHECK (true);
GRANT UPDATE (released_at) ON bot_accounts TO hub_operator;

CREATE FUNCTION is_account_taken(account_mode TEXT, account_uid BIGINT) RETURNS BOOLEAN LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = pg_catalog, public
AS $$
    SELECT EXISTS (SELECT FROM bot_accounts
                   WHERE mode = account_mode AND uid = account_uid AND released_at IS NULL AND bot_id <> session_user)
$$;
COMMENT ON FUNCTION is_account_taken IS 'Whether another bot than the caller has the account; not which.';
REVOKE EXECUTE ON FUNCTION is_account_taken FROM PUBLIC;
GRANT EXECUTE ON FUNCTION is_account_taken TO hub_bot;
