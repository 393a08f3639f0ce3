package io.tradinghub.ledger.postgres;

/// The ledger of two bots as the version before V010 left it, taken from a database that it wrote.
final class LedgerOfV009 {
    /// Rows of every kind: filled, partly filled, unknown, rejected, cancelled and pending orders, an execution that is
    /// missing, fees in quote, base and a third coin, funding, equity of two days and every risk event of that time.
    static final String ROWS = """
            INSERT INTO bot_leases (bot_id, epoch, holder, acquired_at)
            VALUES
            ('bot_1_momentum', 2, '17@host', '2026-01-01 22:01:00+00'),
            ('bot_2_mean_reversion', 1, '17@host', '2026-01-02 01:03:26.061+00');

            INSERT INTO orders (order_id, bot_id, mode, order_link_id, order_sequence, exchange_order_id, category,
                symbol, side, type, time_in_force, reduce_only, qty, price, status, cum_qty, cum_value, avg_price,
                reported_cum_qty, reject_reason, version, created_at, updated_at)
            OVERRIDING SYSTEM VALUE VALUES
            (1, 'bot_1_momentum', 'paper', 'bot_1_momentum-1', 1, 'x1', 'linear', 'BTCUSDT', 'BUY', 'MARKET', 'IOC',
                false, 0.010, NULL, 'FILLED', 0.010, 606.0020, 60600.2, 0, NULL, 4, '2026-01-01 22:01:20+00',
                '2026-01-01 22:01:20.03+00'),
            (2, 'bot_1_momentum', 'paper', 'bot_1_momentum-2', 2, 'x2', 'linear', 'BTCUSDT', 'SELL', 'LIMIT',
                'POST_ONLY', true, 0.004, 62000, 'PARTIALLY_FILLED', 0.001, 62.000, 62000, 0, NULL, 3,
                '2026-01-02 01:01:45.03+00', '2026-01-02 01:01:45.045+00'),
            (3, 'bot_1_momentum', 'paper', 'bot_1_momentum-3', 3, NULL, 'linear', 'BTCUSDT', 'BUY', 'LIMIT', 'IOC',
                false, 0.002, 59000.5, 'UNKNOWN', 0, 0, NULL, 0, 'no answer', 2, '2026-01-02 01:02:05.045+00',
                '2026-01-02 01:02:05.045+00'),
            (4, 'bot_1_momentum', 'paper', 'bot_1_momentum-4', 4, NULL, 'linear', 'BTCUSDT', 'BUY', 'MARKET', 'IOC',
                false, 5, NULL, 'REJECTED', 0, 0, NULL, 0, 'insufficient margin', 2, '2026-01-02 01:02:25.045+00',
                '2026-01-02 01:02:25.045+00'),
            (5, 'bot_1_momentum', 'paper', 'bot_1_momentum-5', 5, 'x5', 'linear', 'BTCUSDT', 'SELL', 'LIMIT', 'IOC',
                true, 0.003, 61900, 'CANCELLED', 0, 0, NULL, 0.002, 'not filled at once', 2,
                '2026-01-02 01:02:45.045+00', '2026-01-02 01:02:45.045+00'),
            (6, 'bot_1_momentum', 'paper', 'bot_1_momentum-6', 6, NULL, 'spot', 'ETHUSDT', 'BUY', 'MARKET', 'IOC',
                false, 1.5, NULL, 'FILLED', 1.5, 3750.150, 2500.10, 0, NULL, 2, '2026-01-02 01:03:05.045+00',
                '2026-01-02 01:03:05.06+00'),
            (7, 'bot_1_momentum', 'paper', 'bot_1_momentum-7', 7, NULL, 'linear', 'BTCUSDT', 'SELL', 'MARKET',
                'IOC', true, 0.009, NULL, 'PENDING', 0, 0, NULL, 0, NULL, 1, '2026-01-02 01:03:26.061+00',
                '2026-01-02 01:03:26.061+00'),
            (8, 'bot_2_mean_reversion', 'live', 'bot_2_mean_reversion-1', 1, NULL, 'linear', 'BTCUSDT', 'SELL',
                'LIMIT', 'GTC', false, 0.5, 60000, 'PARTIALLY_FILLED', 0.2, 12000.0, 60000, 0, NULL, 2,
                '2026-01-02 01:03:46.061+00', '2026-01-02 01:03:46.076+00');

            INSERT INTO fills (fill_id, bot_id, mode, order_id, exec_id, category, symbol, side, qty_filled,
                fill_price, liquidity, commission, commission_coin, commission_asset, quote_fee, realised_pnl,
                position_after, entry_price_after, realised_total, fees_total, opened_at, filled_at)
            OVERRIDING SYSTEM VALUE VALUES
            (1, 'bot_1_momentum', 'paper', 1, 'e1', 'linear', 'BTCUSDT', 'BUY', 0.004, 60000.5, 'TAKER', 0.132,
                'USDT', 'QUOTE', 0.132, 0, 0.004, 60000.5, 0, 0.132, '2026-01-01 22:01:20.015+00',
                '2026-01-01 22:01:20.015+00'),
            (2, 'bot_1_momentum', 'paper', 1, 'e2', 'linear', 'BTCUSDT', 'BUY', 0.006, 61000, 'TAKER', 0.25, 'MNT',
                'OTHER', 0, 0, 0.010, 60600.2, 0, 0.132, '2026-01-01 22:01:20.015+00', '2026-01-01 22:01:20.03+00'),
            (3, 'bot_1_momentum', 'paper', 2, 'e3', 'linear', 'BTCUSDT', 'SELL', 0.001, 62000, 'MAKER', -0.0062,
                'USDT', 'QUOTE', -0.0062, 1.3998, 0.009, 60600.2, 1.3998, 0.1258, '2026-01-01 22:01:20.015+00',
                '2026-01-02 01:01:45.045+00'),
            (4, 'bot_1_momentum', 'paper', 6, 'e4', 'spot', 'ETHUSDT', 'BUY', 1.5, 2500.10, 'TAKER', 0.0015, 'ETH',
                'BASE', 3.750150, 0, 1.4985, 2500.10, 0, 3.750150, '2026-01-02 01:03:05.06+00',
                '2026-01-02 01:03:05.06+00'),
            (5, 'bot_2_mean_reversion', 'live', 8, 'e1', 'linear', 'BTCUSDT', 'SELL', 0.2, 60000, 'TAKER', 6.6,
                'USDT', 'QUOTE', 6.6, 0, -0.2, 60000, 0, 6.6, '2026-01-02 01:03:46.076+00',
                '2026-01-02 01:03:46.076+00');

            INSERT INTO funding_payments (bot_id, mode, exec_id, category, symbol, amount, rate, position,
                settled_at)
            VALUES
            ('bot_1_momentum', 'paper', 'fund1', 'linear', 'BTCUSDT', -0.06, 0.0001, 0.010,
                '2026-01-02 01:01:25.03+00'),
            ('bot_1_momentum', 'paper', 'fund2', 'linear', 'BTCUSDT', 0.02, -0.00003, 0.010,
                '2026-01-02 01:01:25.03+00');

            INSERT INTO equity_snapshots (bot_id, mode, at, equity, realised_pnl, unrealised_pnl, fees, funding)
            VALUES
            ('bot_1_momentum', 'paper', '2026-01-01 22:00:00+00', 10000, 0, 0, 0, 0),
            ('bot_1_momentum', 'paper', '2026-01-01 22:01:20.03+00', 10005.368, 0, 5.5, 0.132, 0),
            ('bot_1_momentum', 'paper', '2026-01-02 01:03:05.06+00', 9994.29, 1.40, -3.2, 3.87, -0.04);

            INSERT INTO risk_events (bot_id, mode, at, rule, detail, value)
            VALUES
            ('bot_1_momentum', 'paper', '2026-01-01 22:01:20.03+00', 'HALTED', 'about HALTED', NULL),
            ('bot_1_momentum', 'paper', '2026-01-01 22:01:25.03+00', 'RESUMED', 'about RESUMED', NULL),
            ('bot_1_momentum', 'paper', '2026-01-02 01:03:05.06+00', 'CLOCK_STEPPED', 'about CLOCK_STEPPED', 1.5),
            ('bot_1_momentum', 'paper', '2026-01-02 01:03:05.06+00', 'EXECUTION_MISSING', 'about EXECUTION_MISSING',
                0.002),
            ('bot_1_momentum', 'paper', '2026-01-02 01:03:05.06+00', 'EXIT_REFUSED', 'about EXIT_REFUSED', NULL),
            ('bot_1_momentum', 'paper', '2026-01-02 01:03:05.06+00', 'HALT_SWITCH_UNREADABLE',
                'about HALT_SWITCH_UNREADABLE', NULL),
            ('bot_1_momentum', 'paper', '2026-01-02 01:03:05.06+00', 'HEDGE_UNWOUND', 'about HEDGE_UNWOUND', 0.05),
            ('bot_1_momentum', 'paper', '2026-01-02 01:03:05.06+00', 'UNEXPECTED_FILL', 'about UNEXPECTED_FILL', 1),
            ('bot_1_momentum', 'paper', '2026-01-02 01:03:05.061+00', 'DAILY_LOSS', 'about DAILY_LOSS', 9400.5),
            ('bot_1_momentum', 'paper', '2026-01-02 01:03:05.061+00', 'DRAWDOWN', 'about DRAWDOWN', 9400.5),
            ('bot_1_momentum', 'paper', '2026-01-02 01:03:05.061+00', 'EXIT_REFUSED', 'about EXIT_REFUSED', NULL),
            ('bot_1_momentum', 'paper', '2026-01-02 01:03:06.061+00', 'DRAWDOWN', 'about DRAWDOWN', 9390);

            SELECT setval(pg_get_serial_sequence('orders', 'order_id'), 8);
            SELECT setval(pg_get_serial_sequence('fills', 'fill_id'), 5);
            """;

    private LedgerOfV009() {}
}
