-- Which session holds a lease says where another bot runs and since when, which is no business of a bot's.
CREATE OR REPLACE FUNCTION lease_holder(bot TEXT) RETURNS TEXT LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = pg_catalog, public
AS $$
    SELECT format('%s of role %s at %s since %s UTC', a.application_name, a.usename, coalesce(host(a.client_addr), 'the server'),
                  to_char(a.backend_start AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS'))
    FROM pg_locks l JOIN pg_stat_activity a USING (pid)
    WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1
      AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
      AND (l.classid::bigint << 32 | l.objid::bigint) = public.lease_lock(bot)
      AND (bot = session_user OR (SELECT rolsuper FROM pg_roles WHERE rolname = session_user))
$$;
COMMENT ON FUNCTION lease_holder IS 'Which session holds the lock of the lease of the caller''s own bot; no row if none does, and none about other bots.';
