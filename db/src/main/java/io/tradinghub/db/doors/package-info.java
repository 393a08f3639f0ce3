/// The doors of the stores, tried from the wrong side. Start at [io.tradinghub.db.doors.AccessCheck].
@NullMarked
package io.tradinghub.db.doors;

import org.jspecify.annotations.NullMarked;
