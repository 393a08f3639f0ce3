/// The doors of the stores, tried from the wrong side. Start at [io.tradinghub.db.doors.Doors].
@NullMarked
package io.tradinghub.db.doors;

import org.jspecify.annotations.NullMarked;
