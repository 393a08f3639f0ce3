/// The doors of the stores, tried from the wrong side. Start at [io.tradinghub.db.accesscheck.AccessCheck].
@NullMarked
package io.tradinghub.db.accesscheck;

import org.jspecify.annotations.NullMarked;
