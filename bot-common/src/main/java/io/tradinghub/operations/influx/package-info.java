/// A program's counters over time, for dashboards and alerts; start at
/// [io.tradinghub.operations.influx.InfluxTelemetry].
@NullMarked
package io.tradinghub.operations.influx;

import org.jspecify.annotations.NullMarked;
