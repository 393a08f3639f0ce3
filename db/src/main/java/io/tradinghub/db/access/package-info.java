/// Who may enter the stores. Start at [io.tradinghub.db.access.StoreAccount].
@NullMarked
package io.tradinghub.db.access;

import org.jspecify.annotations.NullMarked;
