/// Candles in InfluxDB 2.7. Start at [InfluxCandleStore] and [InfluxCandleHistory].
@NullMarked
package io.tradinghub.market.influx;

import org.jspecify.annotations.NullMarked;
