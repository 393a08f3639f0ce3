/// Prepares Redis: its ACL users and their permissions. Start at [io.tradinghub.db.redis.RedisPreparation].
@NullMarked
package io.tradinghub.db.redis;

import org.jspecify.annotations.NullMarked;
