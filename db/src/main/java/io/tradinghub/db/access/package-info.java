/// The accounts of the stores and their roles. Start at [io.tradinghub.db.access.StoreAccount].
@NullMarked
package io.tradinghub.db.access;

import org.jspecify.annotations.NullMarked;
