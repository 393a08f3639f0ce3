-- Every row belongs to a bot, and the database enforces it: a role named like a BOT_ID sees and writes its own rows only.
-- Groups: hub_bot (each bot's login role is a member), hub_recorder (candles), hub_reader (reads everything, writes nothing).

DO $$
DECLARE
    hub_group TEXT;
BEGIN
    FOREACH hub_group IN ARRAY ARRAY['hub_bot', 'hub_recorder', 'hub_reader'] LOOP
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = hub_group) THEN
            EXECUTE format('CREATE ROLE %I NOLOGIN', hub_group);
        END IF;
    END LOOP;
END
$$;

DO $$
DECLARE
    owned TEXT;
BEGIN
    FOREACH owned IN ARRAY ARRAY['bot_leases', 'orders', 'fills', 'funding_payments', 'equity_snapshots', 'risk_events'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', owned);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', owned);
        EXECUTE format('CREATE POLICY own_rows ON %I TO hub_bot USING (bot_id = current_user::text)'
                       ' WITH CHECK (bot_id = current_user::text)', owned);
        EXECUTE format('CREATE POLICY readers_see_all ON %I FOR SELECT TO hub_reader USING (true)', owned);
    END LOOP;
END
$$;

REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO hub_bot, hub_recorder, hub_reader;

GRANT SELECT, INSERT, UPDATE ON bot_leases, orders TO hub_bot;
GRANT SELECT, INSERT ON fills, funding_payments, equity_snapshots, risk_events TO hub_bot;
GRANT SELECT ON positions, position_checks, open_orders, bot_pnl, fleet_pnl, daily_pnl, candles, candle_coverage TO hub_bot;

GRANT SELECT, INSERT, UPDATE ON candles, candle_coverage TO hub_recorder;

GRANT SELECT ON ALL TABLES IN SCHEMA public TO hub_reader;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO hub_reader;
