package io.tradinghub.sim.stream;

import java.util.List;

/// The frames of one topic, made once for everybody who listens. Only the hub's thread calls.
interface Channel {

    /// What somebody who joins now gets first; empty if this topic has nothing of that kind.
    List<String> welcome(long nowMillis);

    /// What happened since the last call, up to and including `nowMillis`, in order.
    List<String> advance(long nowMillis);

    /// Nobody listens any more, and this channel is not asked again.
    default void end() {}
}
