-- A loss made over midnight counts: the day opens with the last snapshot before it, or with its first where there is
-- none before. A flatten ends entries as a halt does.

CREATE OR REPLACE VIEW bot_status WITH (security_invoker = true) AS
SELECT l.bot_id, m.mode, s.at AS last_seen_at, s.equity, s.realised_pnl, s.unrealised_pnl, s.fees, s.funding,
       s.earned                                                 AS total_pnl,
       s.earned - d.earned                                      AS pnl_today,
       s.equity - s.earned + p.earned                           AS peak_equity,
       1 - s.equity / nullif(s.equity - s.earned + p.earned, 0) AS drawdown,
       CASE WHEN h.rule <> 'RESUMED' THEN h.rule ELSE t.rule END AS halted_by,
       CASE WHEN h.rule <> 'RESUMED' THEN h.at ELSE t.at END     AS halted_at,
       l.acquired_at                                            AS started_at
FROM bot_leases l
CROSS JOIN (VALUES ('paper'), ('demo'), ('testnet'), ('live')) m (mode)
CROSS JOIN LATERAL (SELECT e.*, e.realised_pnl + e.unrealised_pnl - e.fees + e.funding AS earned,
                           date_trunc('day', e.at AT TIME ZONE 'UTC') AT TIME ZONE 'UTC' AS day
                    FROM equity_snapshots e
                    WHERE e.bot_id = l.bot_id AND e.mode = m.mode ORDER BY e.at DESC LIMIT 1) s
CROSS JOIN LATERAL (SELECT o.earned
                    FROM ((SELECT e.at, e.realised_pnl + e.unrealised_pnl - e.fees + e.funding AS earned
                           FROM equity_snapshots e
                           WHERE e.bot_id = l.bot_id AND e.mode = m.mode AND e.at < s.day ORDER BY e.at DESC LIMIT 1)
                          UNION ALL
                          (SELECT e.at, e.realised_pnl + e.unrealised_pnl - e.fees + e.funding
                           FROM equity_snapshots e
                           WHERE e.bot_id = l.bot_id AND e.mode = m.mode AND e.at >= s.day ORDER BY e.at LIMIT 1)) o
                    ORDER BY o.at LIMIT 1) d
CROSS JOIN LATERAL (SELECT greatest(0, max(e.realised_pnl + e.unrealised_pnl - e.fees + e.funding)) AS earned
                    FROM equity_snapshots e WHERE e.bot_id = l.bot_id AND e.mode = m.mode) p
LEFT JOIN LATERAL (SELECT r.rule, r.at FROM risk_events r
                   WHERE r.bot_id = l.bot_id AND r.mode = m.mode AND r.at >= l.acquired_at
                     AND r.rule IN ('HALTED', 'FLATTENING', 'HALT_SWITCH_UNREADABLE', 'RESUMED')
                   ORDER BY r.at DESC LIMIT 1) h ON true
LEFT JOIN LATERAL (SELECT r.rule, r.at FROM risk_events r
                   WHERE r.bot_id = l.bot_id AND r.mode = m.mode AND r.at >= l.acquired_at
                     AND (r.rule = 'DRAWDOWN' OR r.rule = 'DAILY_LOSS'
                          AND (r.at AT TIME ZONE 'UTC')::date = (s.at AT TIME ZONE 'UTC')::date)
                   ORDER BY r.at DESC LIMIT 1) t ON true;
COMMENT ON COLUMN bot_status.pnl_today IS
    'Earned since the last snapshot before the UTC day of last_seen_at, or since the first of that day.';
