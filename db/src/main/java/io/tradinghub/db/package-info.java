/// Prepares the stores and checks who can access them. Start at [io.tradinghub.db.DbMain].
@NullMarked
package io.tradinghub.db;

import org.jspecify.annotations.NullMarked;
