/// Prepares InfluxDB 2.7: organisation, buckets, tasks and tokens. Start at
/// [io.tradinghub.db.influx.InfluxPreparation].
@NullMarked
package io.tradinghub.db.influx;

import org.jspecify.annotations.NullMarked;
