/// Prepares PostgreSQL: schema, roles and privileges. Start at [io.tradinghub.db.postgres.PostgresPreparation].
@NullMarked
package io.tradinghub.db.postgres;

import org.jspecify.annotations.NullMarked;
