/// The one-shot that prepares the stores and tests their doors. Start at [io.tradinghub.db.DbMain].
@NullMarked
package io.tradinghub.db;

import org.jspecify.annotations.NullMarked;
