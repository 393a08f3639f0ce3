-- After a restore or the promotion of a replica the same epoch is handed out again. Each holder therefore adds a random
-- token, and every write compares both.

ALTER TABLE bot_leases ADD COLUMN token TEXT CHECK (token ~ '^[0-9a-f]{32}$');
COMMENT ON COLUMN bot_leases.token IS
    'Made at random by the holder when it takes the lease; null where no holder has done so since this column exists.';
COMMENT ON TABLE bot_leases IS
    'Who may write for a bot: a writer whose epoch or token is no longer the one here has been replaced.';
