/// Reads and writes in the ledger which account is which bot's. Start at
/// [io.tradinghub.preflight.postgres.PostgresAccountBook].
@NullMarked
package io.tradinghub.preflight.postgres;

import org.jspecify.annotations.NullMarked;
