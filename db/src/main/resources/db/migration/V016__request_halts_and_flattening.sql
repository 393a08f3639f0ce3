-- What people, the console and the guardian ask of bots: halt, flatten, resume, adopt.

CREATE TABLE control_requests (
    request_id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    target     TEXT NOT NULL CHECK (target ~ '^[a-z][a-z0-9_]{2,25}$'),
    kind       TEXT NOT NULL CHECK (kind IN ('HALT', 'FLATTEN', 'RESUME', 'ADOPT')),
    instrument TEXT,
    who        TEXT NOT NULL,
    origin     TEXT NOT NULL,
    reason     TEXT NOT NULL,
    state      TEXT NOT NULL DEFAULT 'ASKED' CHECK (state IN ('ASKED', 'TAKEN', 'DONE', 'FAILED')),
    detail     TEXT,
    asked_at   TIMESTAMPTZ NOT NULL DEFAULT now(),
    updated_at TIMESTAMPTZ NOT NULL DEFAULT now()
);
COMMENT ON COLUMN control_requests.target IS
    'A BOT_ID, or all; what each bot did about all stands in control_progress.';
COMMENT ON COLUMN control_requests.instrument IS 'Null for every instrument of the target.';
COMMENT ON COLUMN control_requests.origin IS 'From where it was asked: which machine or page.';
COMMENT ON COLUMN control_requests.detail IS 'What the bot says about it, for people.';

CREATE INDEX control_requests_of_target ON control_requests (target, request_id);

CREATE TABLE control_progress (
    request_id BIGINT NOT NULL REFERENCES control_requests (request_id),
    bot_id     TEXT NOT NULL REFERENCES bot_leases (bot_id),
    state      TEXT NOT NULL CHECK (state IN ('TAKEN', 'DONE', 'FAILED')),
    detail     TEXT,
    updated_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (request_id, bot_id)
);
COMMENT ON TABLE control_progress IS 'How far each bot is with a request to all.';

-- hub_operator asks, and reads what a reader reads. A bot moves its own requests on, and no other.

DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'hub_operator') THEN
        CREATE ROLE hub_operator NOLOGIN;
    END IF;
END
$$;
GRANT hub_reader TO hub_operator;
GRANT USAGE ON SCHEMA public TO hub_operator;

ALTER TABLE control_requests ENABLE ROW LEVEL SECURITY;
ALTER TABLE control_requests FORCE ROW LEVEL SECURITY;
CREATE POLICY bots_see_theirs ON control_requests FOR SELECT TO hub_bot
    USING (target IN (current_user::text, 'all'));
CREATE POLICY bots_move_their_own ON control_requests FOR UPDATE TO hub_bot
    USING (target = current_user::text AND target <> 'all')
    WITH CHECK (target = current_user::text AND target <> 'all');
CREATE POLICY operators_ask ON control_requests FOR INSERT TO hub_operator WITH CHECK (state = 'ASKED');
CREATE POLICY readers_see_all ON control_requests FOR SELECT TO hub_reader USING (true);
GRANT SELECT, UPDATE (state, detail, updated_at) ON control_requests TO hub_bot;
GRANT INSERT (target, kind, instrument, who, origin, reason, asked_at) ON control_requests TO hub_operator;
GRANT SELECT ON control_requests TO hub_reader;

ALTER TABLE control_progress ENABLE ROW LEVEL SECURITY;
ALTER TABLE control_progress FORCE ROW LEVEL SECURITY;
CREATE POLICY own_rows ON control_progress TO hub_bot
    USING (bot_id = current_user::text) WITH CHECK (bot_id = current_user::text);
CREATE POLICY readers_see_all ON control_progress FOR SELECT TO hub_reader USING (true);
GRANT SELECT, INSERT, UPDATE ON control_progress TO hub_bot;
GRANT SELECT ON control_progress TO hub_reader;
