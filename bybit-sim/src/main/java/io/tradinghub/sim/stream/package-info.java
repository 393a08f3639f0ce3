/// Serves the public WebSocket streams: [io.tradinghub.sim.stream.StreamServer] owns the sockets and the thread,
/// [io.tradinghub.sim.stream.StreamHub] the subscriptions.
@NullMarked
package io.tradinghub.sim.stream;

import org.jspecify.annotations.NullMarked;
