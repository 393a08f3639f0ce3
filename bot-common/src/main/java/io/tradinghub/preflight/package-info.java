/// Checks the account that a bot's orders go to, and its key. Start at [io.tradinghub.preflight.Preflight].
@NullMarked
package io.tradinghub.preflight;

import org.jspecify.annotations.NullMarked;
