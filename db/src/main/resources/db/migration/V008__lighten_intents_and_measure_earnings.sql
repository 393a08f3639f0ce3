-- An intent is written from the lease row that it locks in the same statement, so its bot is known to be there: looking it up once more costs
-- every order a second lock of that row on the way to the exchange.

ALTER TABLE orders DROP CONSTRAINT orders_bot_id_fkey;

-- Open is what the ledger takes for open: also an order whose executions are not all booked yet.

CREATE OR REPLACE VIEW open_orders WITH (security_invoker = true) AS
SELECT *
FROM orders
WHERE status IN ('PENDING', 'UNKNOWN', 'ACCEPTED', 'PARTIALLY_FILLED') OR reported_cum_qty > cum_qty;

-- A person may change a bot's capital. What a day or a peak is measured by is what was earned, on today's capital.

DROP INDEX equity_snapshots_peak;
CREATE INDEX equity_snapshots_peak ON equity_snapshots (bot_id, mode, (realised_pnl + unrealised_pnl - fees + funding));

CREATE OR REPLACE VIEW bot_status WITH (security_invoker = true) AS
SELECT l.bot_id, m.mode, s.at AS last_seen_at, s.equity, s.realised_pnl, s.unrealised_pnl, s.fees, s.funding,
       s.earned                                               AS total_pnl,
       s.earned - d.earned                                    AS pnl_today,
       s.equity - s.earned + p.earned                         AS peak_equity,
       1 - s.equity / nullif(s.equity - s.earned + p.earned, 0) AS drawdown,
       CASE WHEN h.rule IN ('HALTED', 'HALT_SWITCH_UNREADABLE') THEN h.rule ELSE t.rule END AS halted_by,
       CASE WHEN h.rule IN ('HALTED', 'HALT_SWITCH_UNREADABLE') THEN h.at ELSE t.at END     AS halted_at,
       l.acquired_at                                          AS started_at
FROM bot_leases l
CROSS JOIN (VALUES ('paper'), ('demo'), ('testnet'), ('live')) m (mode)
CROSS JOIN LATERAL (SELECT e.*, e.realised_pnl + e.unrealised_pnl - e.fees + e.funding AS earned FROM equity_snapshots e
                    WHERE e.bot_id = l.bot_id AND e.mode = m.mode ORDER BY e.at DESC LIMIT 1) s
CROSS JOIN LATERAL (SELECT e.realised_pnl + e.unrealised_pnl - e.fees + e.funding AS earned FROM equity_snapshots e
                    WHERE e.bot_id = l.bot_id AND e.mode = m.mode
                      AND e.at >= date_trunc('day', s.at AT TIME ZONE 'UTC') AT TIME ZONE 'UTC' ORDER BY e.at LIMIT 1) d
CROSS JOIN LATERAL (SELECT greatest(0, max(e.realised_pnl + e.unrealised_pnl - e.fees + e.funding)) AS earned
                    FROM equity_snapshots e WHERE e.bot_id = l.bot_id AND e.mode = m.mode) p
LEFT JOIN LATERAL (SELECT r.rule, r.at FROM risk_events r
                   WHERE r.bot_id = l.bot_id AND r.mode = m.mode AND r.at >= l.acquired_at
                     AND r.rule IN ('HALTED', 'HALT_SWITCH_UNREADABLE', 'RESUMED') ORDER BY r.at DESC LIMIT 1) h ON true
LEFT JOIN LATERAL (SELECT r.rule, r.at FROM risk_events r
                   WHERE r.bot_id = l.bot_id AND r.mode = m.mode AND r.at >= l.acquired_at
                     AND (r.rule = 'DRAWDOWN' OR r.rule = 'DAILY_LOSS'
                          AND (r.at AT TIME ZONE 'UTC')::date = (s.at AT TIME ZONE 'UTC')::date)
                   ORDER BY r.at DESC LIMIT 1) t ON true;
COMMENT ON COLUMN bot_status.peak_equity IS 'The most it ever earned, but not less than nothing, on today''s capital.';
COMMENT ON COLUMN bot_status.drawdown IS 'Fall from peak_equity, as a fraction.';
