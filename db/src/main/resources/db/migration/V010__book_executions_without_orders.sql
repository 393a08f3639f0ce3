-- A stop at the exchange, a liquidation, auto-deleveraging or a person trades without an order of the bot. Such
-- executions are booked too, with their origin, and a bot keeps apart what it opened itself.

ALTER TABLE fills
    ALTER COLUMN order_id DROP NOT NULL,
    ADD COLUMN order_link_id TEXT,
    ADD COLUMN origin TEXT NOT NULL DEFAULT 'ORDER'
        CHECK (origin IN ('ORDER', 'STOP', 'LIQUIDATION', 'ADL', 'MANUAL', 'SETTLEMENT')),
    ADD COLUMN sequence BIGINT NOT NULL DEFAULT 0,
    ADD COLUMN own_after NUMERIC;

UPDATE fills SET own_after = position_after;

ALTER TABLE fills
    ALTER COLUMN origin DROP DEFAULT,
    ALTER COLUMN own_after SET NOT NULL;

COMMENT ON COLUMN fills.order_id IS 'Null where no order of the ledger explains the execution.';
COMMENT ON COLUMN fills.order_link_id IS 'The order id that the exchange named, where the ledger does not know it.';
COMMENT ON COLUMN fills.sequence IS 'The exchange''s own order of executions; 0 where it gives none.';
COMMENT ON COLUMN fills.own_after IS
    'The part of position_after that the bot opened itself, until a claim covers this fill: then all of it.';
COMMENT ON COLUMN fills.quote_fee IS
    'What the commission was worth in quote coin; for a third coin, what the adapter said. Negative is a rebate.';

CREATE INDEX fills_without_order ON fills (bot_id, order_link_id) WHERE order_id IS NULL AND order_link_id IS NOT NULL;
CREATE INDEX fills_foreign ON fills (bot_id, mode, category, symbol, fill_id) WHERE origin <> 'ORDER';

CREATE TABLE account_claims (
    bot_id        TEXT NOT NULL REFERENCES bot_leases (bot_id),
    mode          TEXT NOT NULL CHECK (mode IN ('paper', 'demo', 'testnet', 'live')),
    category      TEXT NOT NULL CHECK (category IN ('linear', 'spot')),
    symbol        TEXT NOT NULL,
    kind          TEXT NOT NULL CHECK (kind IN ('ADOPTED', 'FLATTENED')),
    claimed_at    TIMESTAMPTZ NOT NULL,
    after_fill_id BIGINT NOT NULL CHECK (after_fill_id >= 0),
    PRIMARY KEY (bot_id, mode, category, symbol, claimed_at, kind)
);
COMMENT ON TABLE account_claims IS
    'When a person told the bot to treat what is held in an instrument as its own, or to be flat in it.';
COMMENT ON COLUMN account_claims.after_fill_id IS
    'The last fill that the claim covers; 0 when nothing was booked yet in the instrument.';

ALTER TABLE account_claims ENABLE ROW LEVEL SECURITY;
ALTER TABLE account_claims FORCE ROW LEVEL SECURITY;
CREATE POLICY own_rows ON account_claims TO hub_bot
    USING (bot_id = current_user::text) WITH CHECK (bot_id = current_user::text);
CREATE POLICY readers_see_all ON account_claims FOR SELECT TO hub_reader USING (true);
GRANT SELECT, INSERT ON account_claims TO hub_bot;
GRANT SELECT ON account_claims TO hub_reader;

CREATE OR REPLACE VIEW positions WITH (security_invoker = true) AS
SELECT last.bot_id, last.mode, last.category, last.symbol,
       last.position_after    AS qty,
       last.entry_price_after AS entry_price,
       last.realised_total    AS realised_pnl,
       last.fees_total        AS fees,
       last.opened_at,
       last.filled_at         AS last_fill_at,
       CASE WHEN EXISTS (SELECT FROM account_claims c
                         WHERE c.bot_id = last.bot_id AND c.mode = last.mode AND c.category = last.category
                           AND c.symbol = last.symbol AND c.after_fill_id >= last.fill_id)
            THEN last.position_after ELSE last.own_after END AS own_qty
FROM (SELECT DISTINCT ON (bot_id, mode, category, symbol) *
      FROM fills
      ORDER BY bot_id, mode, category, symbol, fill_id DESC) last;
COMMENT ON COLUMN positions.own_qty IS
    'The part of qty that the bot opened itself or a person gave it; a person or the exchange opened the rest.';

-- Fills no longer imply an order, so a bot's earnings no longer hang on its having sent one.

CREATE OR REPLACE VIEW bot_pnl WITH (security_invoker = true) AS
SELECT bot_id, mode,
       coalesce(f.realised_pnl, 0) AS realised_pnl,
       coalesce(f.fees, 0)         AS fees,
       coalesce(p.funding, 0)      AS funding,
       coalesce(f.realised_pnl, 0) - coalesce(f.fees, 0) + coalesce(p.funding, 0) AS net_pnl,
       coalesce(f.fills, 0)        AS fills,
       coalesce(o.orders, 0)       AS orders,
       f.last_fill_at
FROM (SELECT bot_id, mode, count(*) AS orders FROM orders GROUP BY bot_id, mode) o
FULL JOIN (SELECT bot_id, mode, sum(realised_pnl) AS realised_pnl, sum(quote_fee) AS fees, count(*) AS fills,
                  max(filled_at) AS last_fill_at
           FROM fills GROUP BY bot_id, mode) f USING (bot_id, mode)
FULL JOIN (SELECT bot_id, mode, sum(amount) AS funding FROM funding_payments GROUP BY bot_id, mode) p
    USING (bot_id, mode);
