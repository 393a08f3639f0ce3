/// Redis: its users and what each may do. Start at [io.tradinghub.db.redis.RedisPreparation].
@NullMarked
package io.tradinghub.db.redis;

import org.jspecify.annotations.NullMarked;
