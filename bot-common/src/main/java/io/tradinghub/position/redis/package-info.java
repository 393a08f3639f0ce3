/// Positions in Redis. Start at [RedisPositionBoard].
@NullMarked
package io.tradinghub.position.redis;

import org.jspecify.annotations.NullMarked;
