/// The public WebSocket streams: [io.tradinghub.sim.stream.StreamServer] has the sockets and the thread,
/// [io.tradinghub.sim.stream.StreamHub] the rules.
@NullMarked
package io.tradinghub.sim.stream;

import org.jspecify.annotations.NullMarked;
