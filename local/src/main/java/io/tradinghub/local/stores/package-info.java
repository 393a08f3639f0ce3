/// Runs PostgreSQL and Redis as processes of the demo: starts and stops them with it, and stops those that a crash left
/// running. Start at [io.tradinghub.local.stores.LocalPostgres].
@NullMarked
package io.tradinghub.local.stores;

import org.jspecify.annotations.NullMarked;
