-- Whoever watches the stores counts everybody's connections and sees how long their queries run, not only its own.

GRANT pg_read_all_stats TO hub_reader;
