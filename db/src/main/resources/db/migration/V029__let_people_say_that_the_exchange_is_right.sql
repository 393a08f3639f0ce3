-- A row that cannot be read, and a difference between account and ledger, end entries until a person decides. The
-- difference is booked like an execution then, so that positions stay the sum of all fills.

ALTER TABLE fills
    DROP CONSTRAINT fills_origin_check,
    ADD CONSTRAINT fills_origin_check
        CHECK (origin IN ('ORDER', 'STOP', 'LIQUIDATION', 'ADL', 'MANUAL', 'SETTLEMENT', 'ADOPTED'));

ALTER TABLE risk_events
    DROP CONSTRAINT risk_events_rule_check,
    ADD CONSTRAINT risk_events_rule_check CHECK (rule IN (
        'HALTED', 'RESUMED', 'FLATTENING', 'HALT_SWITCH_UNREADABLE',
        'DAILY_LOSS', 'DRAWDOWN', 'STALE_DATA', 'POSITION_LIMIT', 'ORDER_RATE', 'BELOW_MINIMUM', 'SPOT_SHORT',
        'UNEQUAL_HEDGE', 'HEDGE_UNWOUND', 'ENTRY_REFUSED', 'TRADING_STOPPED',
        'EXIT_FAILING', 'EXIT_WAITING', 'DUST_LEFT',
        'EXECUTION_MISSING', 'UNEXPECTED_FILL', 'FOREIGN_EXECUTION', 'ADOPTED', 'ACCOUNT_DIFFERS', 'UNREADABLE_ROW',
        'DUPLICATE_ID',
        'LINK_DOWN', 'LEASE_UNPROVED', 'LEDGER_AWAY', 'INTENT_FILE_FAILED', 'CLOCK_DIFFERS', 'CLOCK_STEPPED',
        'PREFLIGHT_FAILED', 'HOST_BANNED', 'GUARDIAN_SILENT',
        'UNPROTECTED', 'FALLBACK_STOP', 'STOP_PASSED', 'RULES_ABSENT', 'HISTORY_INCOMPLETE', 'NOT_TRADING', 'OTHER_QUOTE_COIN'));
