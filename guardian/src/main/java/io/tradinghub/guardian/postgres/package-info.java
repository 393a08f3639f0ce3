/// What PostgreSQL says is wrong, and the alerts that are kept there. Start at
/// [io.tradinghub.guardian.postgres.PostgresRule].
@NullMarked
package io.tradinghub.guardian.postgres;

import org.jspecify.annotations.NullMarked;
