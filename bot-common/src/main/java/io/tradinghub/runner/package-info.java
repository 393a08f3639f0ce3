/// The I/O around the pure engine: one event loop per bot, the only part with threads and sockets. Start at
/// [BotRunner].
@NullMarked
package io.tradinghub.runner;

import org.jspecify.annotations.NullMarked;
