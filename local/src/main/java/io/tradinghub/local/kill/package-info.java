/// Kills a bot at every moment of an order's life and judges what the next start makes of it. Start at
/// [io.tradinghub.local.kill.KillMatrix].
@NullMarked
package io.tradinghub.local.kill;

import org.jspecify.annotations.NullMarked;
