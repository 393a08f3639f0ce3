package io.tradinghub.simulation;

import java.time.Instant;

/// Takes note of what happens in a simulation, for a person who looks for the cause of a violation.
@FunctionalInterface
public interface Trace {
    /// Nobody looks.
    Trace NONE = (_, _, _) -> {
    };

    /// Called in the order of what happens.
    ///
    /// @param who whose doing it is
    /// @param what an event, command, order or sentence, by its `toString`
    void note(Instant at, String who, Object what);
}
