-- One row per bot and mode for dashboards and alerts: what it is worth, how far it fell, and whether it may enter.

CREATE VIEW bot_status WITH (security_invoker = true) AS
SELECT l.bot_id, m.mode, s.at AS last_seen_at, s.equity, s.realised_pnl, s.unrealised_pnl, s.fees, s.funding,
       s.realised_pnl + s.unrealised_pnl - s.fees + s.funding AS total_pnl,
       s.equity - d.equity                                    AS pnl_today,
       p.equity                                               AS peak_equity,
       1 - s.equity / nullif(p.equity, 0)                     AS drawdown,
       CASE WHEN h.rule IN ('HALTED', 'HALT_SWITCH_UNREADABLE') THEN h.rule ELSE t.rule END AS halted_by,
       CASE WHEN h.rule IN ('HALTED', 'HALT_SWITCH_UNREADABLE') THEN h.at ELSE t.at END     AS halted_at,
       l.acquired_at                                          AS started_at
FROM bot_leases l
CROSS JOIN (VALUES ('paper'), ('demo'), ('testnet'), ('live')) m (mode)
CROSS JOIN LATERAL (SELECT * FROM equity_snapshots e
                    WHERE e.bot_id = l.bot_id AND e.mode = m.mode ORDER BY e.at DESC LIMIT 1) s
CROSS JOIN LATERAL (SELECT e.equity FROM equity_snapshots e
                    WHERE e.bot_id = l.bot_id AND e.mode = m.mode
                      AND e.at >= date_trunc('day', s.at AT TIME ZONE 'UTC') AT TIME ZONE 'UTC' ORDER BY e.at LIMIT 1) d
CROSS JOIN LATERAL (SELECT max(e.equity) AS equity FROM equity_snapshots e
                    WHERE e.bot_id = l.bot_id AND e.mode = m.mode) p
LEFT JOIN LATERAL (SELECT r.rule, r.at FROM risk_events r
                   WHERE r.bot_id = l.bot_id AND r.mode = m.mode AND r.at >= l.acquired_at
                     AND r.rule IN ('HALTED', 'HALT_SWITCH_UNREADABLE', 'RESUMED') ORDER BY r.at DESC LIMIT 1) h ON true
LEFT JOIN LATERAL (SELECT r.rule, r.at FROM risk_events r
                   WHERE r.bot_id = l.bot_id AND r.mode = m.mode AND r.at >= l.acquired_at
                     AND (r.rule = 'DRAWDOWN' OR r.rule = 'DAILY_LOSS'
                          AND (r.at AT TIME ZONE 'UTC')::date = (s.at AT TIME ZONE 'UTC')::date)
                   ORDER BY r.at DESC LIMIT 1) t ON true;
COMMENT ON VIEW bot_status IS 'The last equity of each bot and mode. Days are UTC; halted_by is the rule that ends entries now, null when they are free; a bot tells it anew after each start.';
COMMENT ON COLUMN bot_status.total_pnl IS 'realised + unrealised - fees + funding, in quote coin.';
COMMENT ON COLUMN bot_status.drawdown IS 'Fall from the highest equity ever, as a fraction.';

GRANT SELECT ON bot_status TO hub_bot, hub_reader;
