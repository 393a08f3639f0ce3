package io.tradinghub.sim.stream;

import java.util.List;

/// Builds the frames of one topic, once for all its subscribers. Only the thread of [StreamHub] calls.
interface Channel {

    /// The frames that a new subscriber gets first; empty if the topic starts with its next change.
    List<String> initialFrames(long nowMillis);

    /// The frames of what happened since the last call, up to and including `nowMillis`, in order.
    List<String> advance(long nowMillis);

    /// Called once after the last subscriber has left; no other call follows.
    default void end() {}
}
