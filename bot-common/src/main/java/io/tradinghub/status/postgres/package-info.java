/// What a bot says about itself, in PostgreSQL. Start at [HealthRow].
@NullMarked
package io.tradinghub.status.postgres;

import org.jspecify.annotations.NullMarked;
