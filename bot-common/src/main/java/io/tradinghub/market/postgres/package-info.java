/// Candles in PostgreSQL, for hubs without InfluxDB. Start at [io.tradinghub.market.postgres.PostgresCandleStore].
@NullMarked
package io.tradinghub.market.postgres;

import org.jspecify.annotations.NullMarked;
