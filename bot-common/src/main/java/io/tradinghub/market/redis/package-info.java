/// Live market data in Redis: one writer, every bot a reader. Start at [RedisMarketFeed].
@NullMarked
package io.tradinghub.market.redis;

import org.jspecify.annotations.NullMarked;
