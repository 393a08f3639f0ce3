-- An order id is made of the start mark and a counter, so no sequence of the ledger hands them out any more. Rows are
-- ordered by order_id, and ids of older ledgers stay as they are.

DROP VIEW open_orders;

ALTER TABLE orders
    DROP CONSTRAINT orders_sequence_once_per_bot,
    DROP COLUMN order_sequence,
    ADD COLUMN stop_price NUMERIC CHECK (stop_price > 0),
    ADD COLUMN acknowledged_at TIMESTAMPTZ,
    ADD COLUMN exchange_updated_at TIMESTAMPTZ,
    ADD COLUMN concluded_at TIMESTAMPTZ;

COMMENT ON COLUMN orders.stop_price IS 'Where the position that this entry opens is stopped at the exchange.';
COMMENT ON COLUMN orders.acknowledged_at IS
    'The first report that says the exchange has the order; null before it, and for orders of older ledgers.';
COMMENT ON COLUMN orders.exchange_updated_at IS 'When the exchange last changed the order, by its own clock.';
COMMENT ON COLUMN orders.concluded_at IS
    'When the bot concluded without a word from the exchange what became of the order; null for all others.';
COMMENT ON COLUMN orders.reported_cum_qty IS
    'What the exchange last said is filled; more than cum_qty means that executions are still missing here.'
    ' A conclusion sets it to cum_qty.';

CREATE INDEX orders_concluded ON orders (bot_id, mode, concluded_at) WHERE concluded_at IS NOT NULL;

CREATE VIEW open_orders WITH (security_invoker = true) AS
SELECT *
FROM orders
WHERE status IN ('PENDING', 'UNKNOWN', 'ACCEPTED', 'PARTIALLY_FILLED') OR reported_cum_qty > cum_qty;
GRANT SELECT ON open_orders TO hub_bot, hub_reader;
