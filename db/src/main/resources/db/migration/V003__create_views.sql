-- What people and dashboards read. Views run with the rights of whoever asks, so a bot sees itself and a reader sees all.

CREATE VIEW positions WITH (security_invoker = true) AS
SELECT DISTINCT ON (bot_id, mode, category, symbol)
       bot_id, mode, category, symbol,
       position_after    AS qty,
       entry_price_after AS entry_price,
       realised_total    AS realised_pnl,
       fees_total        AS fees,
       opened_at,
       filled_at         AS last_fill_at
FROM fills
ORDER BY bot_id, mode, category, symbol, fill_id DESC;
COMMENT ON VIEW positions IS 'What each bot holds and has earned per instrument, from the last booked fill.';

CREATE VIEW position_checks WITH (security_invoker = true) AS
SELECT f.bot_id, f.mode, f.category, f.symbol, f.summed_qty, p.qty
FROM (SELECT bot_id, mode, category, symbol,
             sum(CASE side WHEN 'BUY' THEN qty_filled ELSE -qty_filled END
                 - CASE commission_asset WHEN 'BASE' THEN commission ELSE 0 END) AS summed_qty
      FROM fills
      GROUP BY bot_id, mode, category, symbol) f
JOIN positions p USING (bot_id, mode, category, symbol);
COMMENT ON VIEW position_checks IS 'The sum of all fills beside the running position; the two must be equal in every row.';

CREATE VIEW open_orders WITH (security_invoker = true) AS
SELECT *
FROM orders
WHERE status IN ('PENDING', 'UNKNOWN', 'ACCEPTED', 'PARTIALLY_FILLED');

CREATE VIEW bot_pnl WITH (security_invoker = true) AS
SELECT b.bot_id, b.mode,
       coalesce(f.realised_pnl, 0) AS realised_pnl,
       coalesce(f.fees, 0)         AS fees,
       coalesce(p.funding, 0)      AS funding,
       coalesce(f.realised_pnl, 0) - coalesce(f.fees, 0) + coalesce(p.funding, 0) AS net_pnl,
       coalesce(f.fills, 0)        AS fills,
       b.orders,
       f.last_fill_at
FROM (SELECT bot_id, mode, count(*) AS orders FROM orders GROUP BY bot_id, mode) b
LEFT JOIN (SELECT bot_id, mode, sum(realised_pnl) AS realised_pnl, sum(quote_fee) AS fees, count(*) AS fills,
                  max(filled_at) AS last_fill_at
           FROM fills GROUP BY bot_id, mode) f USING (bot_id, mode)
LEFT JOIN (SELECT bot_id, mode, sum(amount) AS funding FROM funding_payments GROUP BY bot_id, mode) p USING (bot_id, mode);
COMMENT ON VIEW bot_pnl IS 'Realised profit and loss per bot and mode in quote coin: net_pnl = realised_pnl - fees + funding.';

CREATE VIEW fleet_pnl WITH (security_invoker = true) AS
SELECT mode,
       count(*)          AS bots,
       sum(realised_pnl) AS realised_pnl,
       sum(fees)         AS fees,
       sum(funding)      AS funding,
       sum(net_pnl)      AS net_pnl,
       sum(fills)        AS fills,
       sum(orders)       AS orders
FROM bot_pnl
GROUP BY mode;

CREATE VIEW daily_pnl WITH (security_invoker = true) AS
SELECT bot_id, mode, day,
       sum(realised_pnl) AS realised_pnl,
       sum(fees)         AS fees,
       sum(funding)      AS funding,
       sum(realised_pnl) - sum(fees) + sum(funding) AS net_pnl
FROM (SELECT bot_id, mode, (filled_at AT TIME ZONE 'UTC')::date AS day, realised_pnl, quote_fee AS fees, 0::numeric AS funding
      FROM fills
      UNION ALL
      SELECT bot_id, mode, (settled_at AT TIME ZONE 'UTC')::date, 0, 0, amount
      FROM funding_payments) booked
GROUP BY bot_id, mode, day;
COMMENT ON VIEW daily_pnl IS 'What was booked per bot, mode and UTC day.';
