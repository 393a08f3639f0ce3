-- No role can hold up another: it locks its own rows only, and what runs too long is ended.

-- A right to change a table is a right to lock it whole (PostgreSQL documentation, LOCK); a right to change columns is not.
REVOKE UPDATE ON bot_leases, orders, execution_watermarks, stops, control_progress FROM hub_bot;
GRANT UPDATE (epoch, token, holder, acquired_at) ON bot_leases TO hub_bot;
GRANT UPDATE (status, reject_reason, exchange_order_id, reported_cum_qty, cum_qty, cum_value, avg_price, acknowledged_at,
              exchange_updated_at, concluded_at, version, updated_at) ON orders TO hub_bot;
GRANT UPDATE (executions_until) ON execution_watermarks TO hub_bot;
GRANT UPDATE (stop_price, moved_at) ON stops TO hub_bot;
GRANT UPDATE (state, detail, updated_at) ON control_progress TO hub_bot;
REVOKE UPDATE ON candles, candle_coverage, funding_rates FROM hub_recorder;
GRANT UPDATE (open, high, low, close, volume, turnover) ON candles TO hub_recorder;
GRANT UPDATE (expected, stored, repaired, updated_at) ON candle_coverage TO hub_recorder;
GRANT UPDATE (rate) ON funding_rates TO hub_recorder;

-- Advisory locks have no owner: whoever may take one may take that of another bot's lease.
DO $$
DECLARE
    locking TEXT;
BEGIN
    FOR locking IN SELECT oid::regprocedure::text FROM pg_proc
                   WHERE pronamespace = 'pg_catalog'::regnamespace AND proname ~ '^pg_(try_)?advisory_(xact_)?lock' LOOP
        EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', locking);
    END LOOP;
END
$$;

CREATE FUNCTION lease_lock(bot TEXT) RETURNS BIGINT LANGUAGE sql IMMUTABLE
    SET search_path = pg_catalog
    RETURN hashtextextended('trading hub lease ' || bot, 0);

CREATE FUNCTION lock_lease(bot TEXT, waits BOOLEAN) RETURNS BOOLEAN LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, public
AS $$
BEGIN
    IF bot <> session_user AND NOT (SELECT rolsuper FROM pg_roles WHERE rolname = session_user) THEN
        RAISE insufficient_privilege USING MESSAGE = format('%s may not take the lease of %s', session_user, bot);
    END IF;
    IF NOT waits THEN
        RETURN pg_try_advisory_lock(public.lease_lock(bot));
    END IF;
    PERFORM pg_advisory_lock(public.lease_lock(bot));
    RETURN true;
END
$$;
COMMENT ON FUNCTION lock_lease IS 'Takes the lock of the lease of a bot, for its own role only. Whether it was taken; waits as long as lock_timeout allows.';

CREATE FUNCTION lease_holder(bot TEXT) RETURNS TEXT LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = pg_catalog, public
AS $$
    SELECT format('%s of role %s at %s since %s UTC', a.application_name, a.usename, coalesce(host(a.client_addr), 'the server'),
                  to_char(a.backend_start AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS'))
    FROM pg_locks l JOIN pg_stat_activity a USING (pid)
    WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1
      AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
      AND (l.classid::bigint << 32 | l.objid::bigint) = public.lease_lock(bot)
$$;
COMMENT ON FUNCTION lease_holder IS 'Which session holds the lock of the lease of a bot; no row if none does.';

REVOKE EXECUTE ON FUNCTION lock_lease, lease_holder FROM PUBLIC;
GRANT EXECUTE ON FUNCTION lock_lease, lease_holder TO hub_bot;

-- A session may set its own time-outs to 0, so they are no ceiling: the server's container calls this every few seconds.
CREATE FUNCTION end_long_sessions(bound INTERVAL) RETURNS SETOF TEXT LANGUAGE sql
    SET search_path = pg_catalog
AS $$
    -- chosen first and ended then: nothing else stops the planner from ending sessions that the other conditions spare
    WITH chosen AS MATERIALIZED (
        SELECT a.pid, format('%s (%s) %s for %s', a.usename, a.application_name, a.state,
                             date_trunc('second', clock_timestamp() - a.xact_start)) AS who
        FROM pg_stat_activity a JOIN pg_roles r ON r.rolname = a.usename
        WHERE a.backend_type = 'client backend' AND NOT r.rolsuper
          AND NOT pg_has_role(a.usename, 'pg_read_all_data', 'MEMBER')
          AND a.xact_start < clock_timestamp() - bound)
    SELECT who FROM chosen WHERE pg_terminate_backend(pid)
$$;
COMMENT ON FUNCTION end_long_sessions IS 'Ends sessions whose transaction is older than this, but for those of administrators and backups; tells which.';
REVOKE EXECUTE ON FUNCTION end_long_sessions FROM PUBLIC;
