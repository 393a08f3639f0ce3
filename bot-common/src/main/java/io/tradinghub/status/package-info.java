/// What a bot says about itself, and the board where people see it. Start at [BotStatus].
@NullMarked
package io.tradinghub.status;

import org.jspecify.annotations.NullMarked;
