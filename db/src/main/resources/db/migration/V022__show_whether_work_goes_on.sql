-- Whether the work of each bot goes on, as the bot itself says; status, doctor and alerts read it.

CREATE TABLE bot_health (
    bot_id  TEXT NOT NULL CHECK (bot_id ~ '^[a-z][a-z0-9_]{2,25}$'),
    process TEXT NOT NULL CHECK (process IN ('HOLDER', 'STANDBY')),
    work    TEXT NOT NULL CHECK (work IN ('TRADING', 'WARMING_UP', 'ENTRIES_OFF', 'HALTED', 'FLATTENING', 'STANDING_BY', 'WAITING')),
    detail  TEXT NOT NULL,
    since   TIMESTAMPTZ NOT NULL DEFAULT now(),
    seen_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    PRIMARY KEY (bot_id, process)
);
COMMENT ON TABLE bot_health IS 'A process that runs renews its row every 10 s; a row that is older is of one that does not run, hangs, or does not reach PostgreSQL.';
COMMENT ON COLUMN bot_health.process IS 'HOLDER holds the lease of the bot, STANDBY waits for it.';
COMMENT ON COLUMN bot_health.work IS 'WAITING alone means that work does not go on; detail says for what it waits.';
COMMENT ON COLUMN bot_health.since IS 'Since when the work is this one, by the clock of the database.';

ALTER TABLE bot_health ENABLE ROW LEVEL SECURITY;
ALTER TABLE bot_health FORCE ROW LEVEL SECURITY;
CREATE POLICY own_rows ON bot_health TO hub_bot
    USING (bot_id = current_user::text) WITH CHECK (bot_id = current_user::text);
CREATE POLICY readers_see_all ON bot_health FOR SELECT TO hub_reader USING (true);
GRANT SELECT, INSERT (bot_id, process, work, detail), UPDATE (work, detail, since, seen_at) ON bot_health TO hub_bot;
GRANT SELECT ON bot_health TO hub_reader;
