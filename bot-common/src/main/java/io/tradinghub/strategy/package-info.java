/// What strategies share: how large a position is and what has to be known of an open one. Start at [io.tradinghub.strategy.OpenTrade].
@NullMarked
package io.tradinghub.strategy;

import org.jspecify.annotations.NullMarked;
