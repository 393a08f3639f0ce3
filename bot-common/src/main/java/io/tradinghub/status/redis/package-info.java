/// What a bot says about itself, in Redis. Start at [RedisStatusBoard].
@NullMarked
package io.tradinghub.status.redis;

import org.jspecify.annotations.NullMarked;
