/// Bans of the host in Redis.
@NullMarked
package io.tradinghub.exchange.bybit.redis;

import org.jspecify.annotations.NullMarked;
