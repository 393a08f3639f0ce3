-- Two days of three bots; each of the last two has one fault, so that every panel and every alert rule has rows.
-- Prices follow the formula of `SeededInflux`.

CREATE FUNCTION pg_temp.price(symbol TEXT, at TIMESTAMPTZ) RETURNS NUMERIC LANGUAGE SQL AS $$
    SELECT round((CASE symbol WHEN 'BTCUSDT' THEN 60000 ELSE 3000 END
                  * (1 + 0.012 * sin(extract(epoch FROM at)::float8 / 11400) + 0.003 * sin(extract(epoch FROM at)::float8 / 1380)))::numeric, 2)
$$;

INSERT INTO bot_leases (bot_id, epoch, holder, acquired_at)
SELECT bot_id, 1, 'seed', now() - interval '2 days'
FROM unnest(ARRAY['bot_1_momentum', 'bot_2_mean_reversion', 'bot_3_arbitrage']) AS bot_id;

CREATE TEMP TABLE trades AS
SELECT bot_id, k, symbol, at, pg_temp.price(symbol, at) AS price, qty,
       CASE WHEN (k % 2 = 1) = (n <> 2) THEN 'BUY' ELSE 'SELL' END AS side
FROM (SELECT bot_id, n, k, CASE n WHEN 2 THEN 'ETHUSDT' ELSE 'BTCUSDT' END AS symbol, CASE n WHEN 2 THEN 1.5 ELSE 0.05 END AS qty,
             now() - interval '47 hours' + k * interval '47 minutes' + n * interval '9 minutes' AS at
      FROM unnest(ARRAY['bot_1_momentum', 'bot_2_mean_reversion', 'bot_3_arbitrage']) WITH ORDINALITY AS bots (bot_id, n),
           generate_series(1, 59) AS k) planned;

INSERT INTO orders (bot_id, mode, order_link_id, category, symbol, side, type, time_in_force, reduce_only, qty, price, status,
                    cum_qty, cum_value, avg_price, reported_cum_qty, created_at, updated_at)
SELECT bot_id, 'paper', bot_id || '-' || k, 'linear', symbol, side, 'LIMIT', 'IOC', k % 2 = 0, qty, price, 'FILLED',
       qty, qty * price, price, qty, at, at + interval '1 second'
FROM trades;

INSERT INTO orders (bot_id, mode, order_link_id, category, symbol, side, type, time_in_force, reduce_only, qty, price, status,
                    reject_reason, created_at, updated_at)
SELECT 'bot_2_mean_reversion', 'paper', 'bot_2_mean_reversion-' || k, 'linear', 'ETHUSDT', 'BUY', 'LIMIT', 'POST_ONLY', false, 1.5, 2950, 'REJECTED',
       'insufficient margin', now() - (k - 99) * interval '3 minutes', now() - (k - 99) * interval '3 minutes'
FROM generate_series(100, 103) AS k;

INSERT INTO fills (bot_id, mode, order_id, origin, exec_id, category, symbol, side, qty_filled, fill_price, liquidity, commission, commission_coin,
                   commission_asset, quote_fee, realised_pnl, position_after, own_after, entry_price_after, realised_total, fees_total, opened_at,
                   filled_at, booked_at)
SELECT bot_id, 'paper', order_id, 'ORDER', 'exec-' || k, 'linear', symbol, side, qty, price, 'TAKER', fee, 'USDT',
       'QUOTE', fee, realised, position, position, CASE WHEN k % 2 = 0 THEN 0 ELSE price END,
       sum(realised) OVER so_far, sum(fee) OVER so_far, at, at + (40 + 13 * (k % 9)) * interval '1 ms', at + interval '1 second'
FROM (SELECT t.*, o.order_id, round(t.qty * t.price * 0.00055, 8) AS fee,
             CASE WHEN k % 2 = 0 THEN 0 WHEN t.side = 'BUY' THEN t.qty ELSE -t.qty END AS position,
             CASE WHEN k % 2 = 1 THEN 0
                  ELSE t.qty * (t.price - lag(t.price) OVER (PARTITION BY t.bot_id ORDER BY k)) * CASE t.side WHEN 'SELL' THEN 1 ELSE -1 END END AS realised
      FROM trades t JOIN orders o ON o.bot_id = t.bot_id AND o.order_link_id = t.bot_id || '-' || t.k) f
WINDOW so_far AS (PARTITION BY bot_id ORDER BY k)
ORDER BY at;

INSERT INTO equity_snapshots (bot_id, mode, at, equity, realised_pnl, unrealised_pnl, fees, funding)
SELECT bot_id, 'paper', at, 10000 + realised + unrealised - fees + funding, realised, unrealised, fees, funding
FROM (SELECT bot_id, at,
             round((CASE n WHEN 1 THEN 4 * hours WHEN 2 THEN CASE WHEN hours > 30 THEN -80 * (hours - 30) ELSE 3 * hours END ELSE 1.5 * hours END)::numeric, 4) AS realised,
             round((40 * n * sin(hours * n))::numeric, 4) AS unrealised, round((0.9 * hours)::numeric, 4) AS fees, round((0.2 * hours * (2 - n))::numeric, 4) AS funding
      FROM (SELECT bot_id, n, at, extract(epoch FROM at - now() + interval '47 hours')::float8 / 3600 AS hours
            FROM unnest(ARRAY['bot_1_momentum', 'bot_2_mean_reversion', 'bot_3_arbitrage']) WITH ORDINALITY AS bots (bot_id, n),
                 generate_series(now() - interval '47 hours', now(), interval '1 minute') AS at
            WHERE n < 3 OR at < now() - interval '20 minutes') moments) amounts;

INSERT INTO risk_events (bot_id, mode, event_key, at, rule, detail, value)
VALUES ('bot_2_mean_reversion', 'paper', 'seed-1', now() - interval '6 minutes', 'DRAWDOWN', 'equity 8750.12, day began at 9810.00, highest ever 10090.55', 8750.12),
       ('bot_3_arbitrage', 'paper', 'seed-2', now() - interval '9 hours', 'HEDGE_UNWOUND', 'the spot leg did not fill in 5 s', 0.05);

INSERT INTO funding_payments (bot_id, mode, exec_id, category, symbol, amount, rate, position, settled_at)
SELECT 'bot_' || n || CASE n WHEN 1 THEN '_momentum' ELSE '_arbitrage' END, 'paper', 'funding-' || n || '-' || k, 'linear', 'BTCUSDT',
       round((CASE n WHEN 1 THEN -1 ELSE 1 END * 3000 * (0.0001 + 0.00004 * sin(k)))::numeric, 6), round((0.0001 + 0.00004 * sin(k))::numeric, 8),
       CASE n WHEN 1 THEN 0.05 ELSE -0.05 END, date_trunc('hour', now()) - k * interval '8 hours'
FROM unnest(ARRAY[1, 3]) AS n, generate_series(0, 5) AS k;

INSERT INTO funding_rates (category, symbol, settled_at, rate)
SELECT 'linear', symbol, date_trunc('hour', now()) - k * interval '8 hours', 0.0001 + 0.00004 * sin(k)
FROM unnest(ARRAY['BTCUSDT', 'ETHUSDT']) AS symbol, generate_series(0, 5) AS k;

INSERT INTO candle_coverage (category, symbol, interval, day, expected, stored, repaired, updated_at)
SELECT category, symbol, '1', today - back, CASE back WHEN 0 THEN minutes ELSE 1440 END,
       CASE WHEN back = 0 THEN minutes WHEN back = 2 AND symbol = 'ETHUSDT' AND category = 'spot' THEN 1431 ELSE 1440 END,
       CASE WHEN back = 3 THEN 1440 WHEN back = 1 THEN 12 ELSE 0 END, now() - interval '2 minutes'
FROM (SELECT (now() AT TIME ZONE 'UTC')::date AS today,
             (extract(epoch FROM (now() AT TIME ZONE 'UTC')::time) / 60)::int AS minutes) clock,
     unnest(ARRAY['linear', 'spot']) AS category, unnest(ARRAY['BTCUSDT', 'ETHUSDT']) AS symbol, generate_series(0, 3) AS back;

INSERT INTO candles (category, symbol, interval, open_time, open, high, low, close, volume, turnover)
SELECT 'linear', 'BTCUSDT', '1', date_trunc('minute', now()) - k * interval '1 minute', 60000, 60010, 59990, 60005, 3, 180000
FROM generate_series(1, 600) AS k;

INSERT INTO alerts (alert_id, rule, title, subject, detail, severity, began_at, ended_at)
VALUES (gen_random_uuid(), 'BOT_SILENT', 'Bot silent', 'bot_3_arbitrage', 'bot_3_arbitrage shows no sign of life', 'CRITICAL', now() - interval '19 minutes', NULL),
       (gen_random_uuid(), 'GAP', 'Gap not repaired', 'spot:ETHUSDT 1', 'candles of past days are missing', 'WARNING', now() - interval '2 days', now() - interval '1 day');

INSERT INTO request_use (bot_id, minute, at, sent, waited_millis, bans, allowed_in_5s)
SELECT bot, extract(hour FROM at AT TIME ZONE 'UTC') * 60 + extract(minute FROM at AT TIME ZONE 'UTC'), at, 30 * (720 - k), 90 * (720 - k),
       CASE WHEN bot = 'bot_1_momentum' AND k < 60 THEN 1 ELSE 0 END, 16
FROM unnest(ARRAY['bot_1_momentum', 'bot_3_arbitrage']) AS bot, generate_series(0, 719) AS k,
     LATERAL (SELECT now() - k * interval '1 minute') AS minutes (at);

ANALYZE;
