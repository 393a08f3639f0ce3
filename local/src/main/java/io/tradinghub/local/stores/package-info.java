/// PostgreSQL and Redis as processes of the demo: started for it alone, stopped with it, found and stopped again after
/// a crash. Start at [io.tradinghub.local.stores.LocalPostgres].
@NullMarked
package io.tradinghub.local.stores;

import org.jspecify.annotations.NullMarked;
