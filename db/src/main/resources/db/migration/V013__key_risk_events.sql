-- Two events of one rule in one millisecond are two, so each has a key of its own.

ALTER TABLE risk_events ADD COLUMN event_key TEXT;

UPDATE risk_events
SET event_key = to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') || ' ' || rule,
    rule = CASE rule WHEN 'EXIT_REFUSED' THEN 'EXIT_FAILING' ELSE rule END;

ALTER TABLE risk_events
    DROP CONSTRAINT risk_events_pkey,
    ADD PRIMARY KEY (bot_id, mode, event_key),
    ADD CONSTRAINT risk_events_rule_check CHECK (rule IN (
        'HALTED', 'RESUMED', 'FLATTENING', 'HALT_SWITCH_UNREADABLE',
        'DAILY_LOSS', 'DRAWDOWN', 'STALE_DATA', 'POSITION_LIMIT', 'ORDER_RATE', 'BELOW_MINIMUM', 'SPOT_SHORT',
        'UNEQUAL_HEDGE', 'HEDGE_UNWOUND', 'ENTRY_REFUSED', 'TRADING_STOPPED',
        'EXIT_FAILING', 'EXIT_WAITING', 'DUST_LEFT',
        'EXECUTION_MISSING', 'UNEXPECTED_FILL', 'FOREIGN_EXECUTION', 'ADOPTED', 'ACCOUNT_DIFFERS', 'DUPLICATE_ID',
        'LINK_DOWN', 'LEASE_UNPROVED', 'LEDGER_AWAY', 'INTENT_FILE_FAILED', 'CLOCK_DIFFERS', 'CLOCK_STEPPED',
        'UNPROTECTED', 'FALLBACK_STOP', 'RULES_ABSENT', 'HISTORY_INCOMPLETE', 'NOT_TRADING', 'OTHER_QUOTE_COIN'));
COMMENT ON COLUMN risk_events.event_key IS 'Names the event within its bot and mode.';
COMMENT ON COLUMN risk_events.rule IS 'A name of the enum RiskRule; a rule added there is added here.';

CREATE INDEX risk_events_recent ON risk_events (bot_id, mode, at);
