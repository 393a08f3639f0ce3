-- A bot that trades again after a stop, because its strategy wanted something else, must know so after a restart.

ALTER TABLE account_claims DROP CONSTRAINT account_claims_kind_check;
ALTER TABLE account_claims ADD CONSTRAINT account_claims_kind_check
    CHECK (kind IN ('ADOPTED', 'FLATTENED', 'DECIDED'));
COMMENT ON TABLE account_claims IS
    'When what others had traded in an instrument was settled: a person told the bot to treat what is held as its own, or to be flat; or its strategy wanted something else after a stop.';
