/// The pure core: events in, commands out. It turns what a bot wants into orders and knows what may still be live.
/// Start at [BotEngine].
@NullMarked
package io.tradinghub.engine;

import org.jspecify.annotations.NullMarked;
