/// The copy of the halts in Redis. Start at [RedisHaltCopy].
@NullMarked
package io.tradinghub.control.redis;

import org.jspecify.annotations.NullMarked;
