/// What Redis says is wrong. Start at [io.tradinghub.guardian.redis.RedisConditions].
@NullMarked
package io.tradinghub.guardian.redis;

import org.jspecify.annotations.NullMarked;
