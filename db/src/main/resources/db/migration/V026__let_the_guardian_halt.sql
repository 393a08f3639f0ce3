-- The guardian halts single bots by itself. It never resumes; it asks for flattening only as a member of a group that db
-- puts it into where GUARDIAN_FLATTEN says so.

DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'hub_flattening') THEN
        CREATE ROLE hub_flattening NOLOGIN;
    END IF;
END
$$;

-- no asked_at, so that it dates nothing back; no instrument, so that it halts a whole bot
GRANT INSERT (target, kind, who, origin, reason) ON control_requests TO hub_guardian;
CREATE POLICY guardian_halts ON control_requests FOR INSERT TO hub_guardian
    WITH CHECK (kind = 'HALT' AND who = 'guardian' AND target <> 'all');
CREATE POLICY guardian_flattens ON control_requests FOR INSERT TO hub_flattening
    WITH CHECK (kind = 'FLATTEN' AND who = 'guardian' AND target <> 'all');

-- The guardian asks each time it judges for what it has asked already.
CREATE INDEX control_requests_of_guardian ON control_requests (origin) WHERE who = 'guardian';

CREATE TABLE fleet_peaks (
    mode   TEXT PRIMARY KEY CHECK (mode IN ('paper', 'demo', 'testnet', 'live')),
    bots   TEXT NOT NULL,
    earned NUMERIC NOT NULL,
    at     TIMESTAMPTZ NOT NULL
);
COMMENT ON TABLE fleet_peaks IS 'The most that the bots of a mode ever earned together, as the guardian saw it; its drawdown limit counts from there.';
COMMENT ON COLUMN fleet_peaks.bots IS 'Which bots; another set begins anew, from their snapshots.';
GRANT SELECT ON fleet_peaks TO hub_reader;
GRANT INSERT ON fleet_peaks TO hub_guardian;
GRANT UPDATE (bots, earned, at) ON fleet_peaks TO hub_guardian;

CREATE VIEW current_positions WITH (security_invoker = true) AS
WITH RECURSIVE traded AS (
    (SELECT bot_id, mode, category, symbol FROM fills ORDER BY bot_id, mode, category, symbol LIMIT 1)
    UNION ALL
    SELECT n.bot_id, n.mode, n.category, n.symbol
    FROM traded t CROSS JOIN LATERAL (
        SELECT f.bot_id, f.mode, f.category, f.symbol FROM fills f
        WHERE (f.bot_id, f.mode, f.category, f.symbol) > (t.bot_id, t.mode, t.category, t.symbol)
        ORDER BY f.bot_id, f.mode, f.category, f.symbol LIMIT 1) n)
SELECT t.bot_id, t.mode, t.category, t.symbol, l.position_after AS qty, l.entry_price_after AS entry_price,
       l.realised_total AS realised_pnl, l.fees_total AS fees
FROM traded t CROSS JOIN LATERAL (
    SELECT * FROM fills f
    WHERE f.bot_id = t.bot_id AND f.mode = t.mode AND f.category = t.category AND f.symbol = t.symbol
    ORDER BY f.fill_id DESC LIMIT 1) l;
COMMENT ON VIEW current_positions IS 'The same as positions for whoever reads every bot: it looks at one fill for each instrument, and not at all of them.';
GRANT SELECT ON current_positions TO hub_reader;
