/// What the adapters of the three stores share: waiting for a store, keeping an eye on it, and connecting to it. Start
/// at [io.tradinghub.store.PostgresPool].
@NullMarked
package io.tradinghub.store;

import org.jspecify.annotations.NullMarked;
