/// The ledger in PostgreSQL. Start at [io.tradinghub.ledger.postgres.PostgresLedger].
@NullMarked
package io.tradinghub.ledger.postgres;

import org.jspecify.annotations.NullMarked;
