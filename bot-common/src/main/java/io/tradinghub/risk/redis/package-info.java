/// The halt switches in Redis. Start at [RedisHaltSwitch].
@NullMarked
package io.tradinghub.risk.redis;

import org.jspecify.annotations.NullMarked;
