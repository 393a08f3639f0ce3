/// The requests as rows. Start at [PostgresControlRequests].
@NullMarked
package io.tradinghub.control.postgres;

import org.jspecify.annotations.NullMarked;
