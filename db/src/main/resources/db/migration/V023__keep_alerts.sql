-- What the guardian told people, and what it still has to tell: it goes on from here after a restart.

CREATE TABLE alerts (
    alert_id UUID PRIMARY KEY,
    rule     TEXT NOT NULL,
    title    TEXT NOT NULL,
    subject  TEXT NOT NULL,
    detail   TEXT NOT NULL,
    severity TEXT NOT NULL CHECK (severity IN ('CRITICAL', 'WARNING')),
    began_at TIMESTAMPTZ NOT NULL,
    ended_at TIMESTAMPTZ CHECK (ended_at >= began_at)
);
COMMENT ON TABLE alerts IS 'Each alert from its begin to its end, as the guardian saw it.';
COMMENT ON COLUMN alerts.rule IS 'A name of the guardian''s enum AlertRule.';
COMMENT ON COLUMN alerts.subject IS 'What the alert is about: a bot, an instrument, a store.';
COMMENT ON COLUMN alerts.ended_at IS 'Null while it lasts.';
CREATE INDEX alerts_lasting ON alerts (began_at) WHERE ended_at IS NULL;
CREATE INDEX alerts_recent ON alerts (began_at);

CREATE TABLE alert_deliveries (
    alert_id    UUID NOT NULL REFERENCES alerts (alert_id) ON DELETE CASCADE,
    channel     TEXT NOT NULL,
    told_at     TIMESTAMPTZ,
    end_told_at TIMESTAMPTZ,
    PRIMARY KEY (alert_id, channel)
);
COMMENT ON TABLE alert_deliveries IS 'Which channel has taken which news of an alert.';
COMMENT ON COLUMN alert_deliveries.told_at IS 'When the channel last took that the alert lasts; null when it has not yet.';
COMMENT ON COLUMN alert_deliveries.end_told_at IS 'When the channel took that the alert ended; null when it has not yet.';
CREATE INDEX alert_deliveries_owed ON alert_deliveries (alert_id) WHERE end_told_at IS NULL;

CREATE TABLE alert_rounds (
    only_row     BOOLEAN PRIMARY KEY DEFAULT true CHECK (only_row),
    evaluated_at TIMESTAMPTZ NOT NULL
);
COMMENT ON TABLE alert_rounds IS 'When the guardian last evaluated its rules, in one row.';

-- An event may be booked long after it happened, when the ledger was away meanwhile. Events from before this column
-- have none and raise no alert.
ALTER TABLE risk_events ADD COLUMN recorded_at TIMESTAMPTZ;
ALTER TABLE risk_events ALTER COLUMN recorded_at SET DEFAULT clock_timestamp();
COMMENT ON COLUMN risk_events.recorded_at IS 'When PostgreSQL took the event, by its own clock.';
CREATE INDEX risk_events_recorded ON risk_events (recorded_at);

DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'hub_guardian') THEN
        CREATE ROLE hub_guardian NOLOGIN;
    END IF;
END
$$;
GRANT hub_reader TO hub_guardian;
GRANT USAGE ON SCHEMA public TO hub_guardian;
GRANT SELECT ON alerts, alert_deliveries, alert_rounds TO hub_reader;
GRANT INSERT ON alerts TO hub_guardian;
GRANT UPDATE (detail, ended_at) ON alerts TO hub_guardian;
GRANT INSERT ON alert_deliveries TO hub_guardian;
GRANT UPDATE (told_at, end_told_at) ON alert_deliveries TO hub_guardian;
GRANT INSERT ON alert_rounds TO hub_guardian;
GRANT UPDATE (evaluated_at) ON alert_rounds TO hub_guardian;
