/// What a bot holds, as the sum of its fills, and the board where others see it. Start at [Position].
@NullMarked
package io.tradinghub.position;

import org.jspecify.annotations.NullMarked;
