-- No bot can fill the disk for the others: what it writes is counted by the hour, and more than its bound is refused.

-- One sequence for each bot: the hour since 1970 in the upper half, the bytes of that hour in the lower. A sequence also
-- keeps what a rolled-back transaction wrote, whose rows take up room like all others.
CREATE SCHEMA written;
COMMENT ON SCHEMA written IS 'One sequence for each bot: what it wrote in this hour.';

CREATE FUNCTION count_writes_of(bot TEXT) RETURNS VOID LANGUAGE plpgsql
    SET search_path = pg_catalog
AS $$
BEGIN
    IF to_regclass(format('written.%I', bot)) IS NULL THEN
        EXECUTE format('CREATE SEQUENCE written.%I', bot);
    END IF;
END
$$;
COMMENT ON FUNCTION count_writes_of IS 'Begins to count what a role writes into the ledger.';
REVOKE EXECUTE ON FUNCTION count_writes_of FROM PUBLIC;

-- Two sessions of one bot may count one write less: the bound holds to within the number of its connections.
CREATE FUNCTION count_write() RETURNS TRIGGER LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog
AS $$
DECLARE
    bound CONSTANT BIGINT := 67108864;
    counter REGCLASS := to_regclass(format('written.%I', session_user));
    this_hour BIGINT := floor(extract(epoch FROM clock_timestamp()) / 3600)::bigint << 32;
    counted BIGINT;
BEGIN
    IF counter IS NOT NULL THEN
        counted := greatest(pg_sequence_last_value(counter), this_hour) + pg_column_size(NEW) + 32;
        IF counted - this_hour > bound THEN
            RAISE configuration_limit_exceeded USING
                MESSAGE = format('%s may not write more than %s MB into the ledger in one hour', session_user, bound >> 20),
                HINT = 'It may write again in the next hour; ask what makes it write so much.';
        END IF;
        PERFORM setval(counter, counted);
    END IF;
    RETURN NEW;
END
$$;
COMMENT ON FUNCTION count_write IS 'Counts the bytes of a row before a bot writes it, and refuses it past the bound of the hour.';

DO $$
DECLARE
    ledger_table REGCLASS;
BEGIN
    FOR ledger_table IN SELECT c.oid FROM pg_class c
                        WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace
                          AND has_any_column_privilege('hub_bot', c.oid, 'INSERT, UPDATE')
                          -- few rows by key; without them a bot past its bound could not even start to close what it holds
                          AND c.relname NOT IN ('bot_leases', 'control_requests', 'control_progress') LOOP
        EXECUTE format('CREATE TRIGGER count_write BEFORE INSERT OR UPDATE ON %s FOR EACH ROW EXECUTE FUNCTION count_write()',
                       ledger_table);
    END LOOP;
END
$$;
