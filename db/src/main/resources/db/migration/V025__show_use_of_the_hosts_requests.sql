-- How much of its share of the host's requests each bot uses, as the bot itself says; Grafana reads it.

CREATE TABLE request_use (
    bot_id        TEXT NOT NULL CHECK (bot_id ~ '^[a-z][a-z0-9_]{2,25}$'),
    minute        SMALLINT NOT NULL CHECK (minute BETWEEN 0 AND 1439),
    at            TIMESTAMPTZ NOT NULL DEFAULT now(),
    sent          BIGINT NOT NULL CHECK (sent >= 0),
    waited_millis BIGINT NOT NULL CHECK (waited_millis >= 0),
    bans          BIGINT NOT NULL CHECK (bans >= 0),
    allowed_in_5s INTEGER NOT NULL CHECK (allowed_in_5s > 0),
    PRIMARY KEY (bot_id, minute)
);
COMMENT ON TABLE request_use IS 'The last 24 hours: one row for each minute of the day, which the next day replaces.';
COMMENT ON COLUMN request_use.sent IS 'Requests to the exchange since the bot started; smaller after a new start.';
COMMENT ON COLUMN request_use.waited_millis IS 'How long requests waited for their turn since the bot started, all of them together.';
COMMENT ON COLUMN request_use.bans IS 'How often the exchange refused the address of the host (HTTP 403) since the bot started.';
COMMENT ON COLUMN request_use.allowed_in_5s IS 'The share of the bot.';

ALTER TABLE request_use ENABLE ROW LEVEL SECURITY;
ALTER TABLE request_use FORCE ROW LEVEL SECURITY;
CREATE POLICY own_rows ON request_use TO hub_bot
    USING (bot_id = current_user::text) WITH CHECK (bot_id = current_user::text);
CREATE POLICY readers_see_all ON request_use FOR SELECT TO hub_reader USING (true);
GRANT SELECT, INSERT (bot_id, minute, sent, waited_millis, bans, allowed_in_5s),
      UPDATE (at, sent, waited_millis, bans, allowed_in_5s) ON request_use TO hub_bot;
GRANT SELECT ON request_use TO hub_reader;
CREATE TRIGGER count_write BEFORE INSERT OR UPDATE ON request_use FOR EACH ROW EXECUTE FUNCTION count_write();
