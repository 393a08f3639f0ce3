-- A bot trades real money only after a person has said so for this bot, this account and this capital.

CREATE TABLE live_approvals (
    approval_id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    bot_id      TEXT NOT NULL CHECK (bot_id ~ '^[a-z][a-z0-9_]{2,25}$'),
    uid         BIGINT NOT NULL CHECK (uid > 0),
    capital     NUMERIC NOT NULL CHECK (capital > 0),
    coin        TEXT NOT NULL CHECK (coin ~ '^[A-Z0-9]{2,16}$'),
    who         TEXT NOT NULL,
    origin      TEXT NOT NULL,
    approved_at TIMESTAMPTZ NOT NULL DEFAULT now()
);
COMMENT ON TABLE live_approvals IS 'What ./hub go-live wrote; the newest row of a bot counts.';
COMMENT ON COLUMN live_approvals.origin IS 'From where it was said: which machine or page.';

CREATE INDEX live_approvals_of_bot ON live_approvals (bot_id, approval_id);

ALTER TABLE live_approvals ENABLE ROW LEVEL SECURITY;
ALTER TABLE live_approvals FORCE ROW LEVEL SECURITY;
CREATE POLICY bots_see_theirs ON live_approvals FOR SELECT TO hub_bot USING (bot_id = current_user::text);
CREATE POLICY operators_approve ON live_approvals FOR INSERT TO hub_operator WITH CHECK (true);
CREATE POLICY readers_see_all ON live_approvals FOR SELECT TO hub_reader USING (true);
GRANT SELECT ON live_approvals TO hub_bot;
GRANT INSERT (bot_id, uid, capital, coin, who, origin) ON live_approvals TO hub_operator;
GRANT SELECT ON live_approvals TO hub_reader;
