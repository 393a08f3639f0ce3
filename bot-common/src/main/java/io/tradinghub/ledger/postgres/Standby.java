package io.tradinghub.ledger.postgres;

import io.tradinghub.status.Health;

/// Says how a process is that waits for the lease of its bot.
@FunctionalInterface
public interface Standby {

    /// Asked about every second, on the thread that waits.
    ///
    /// @param holder which session holds the lease, for people
    Health whileHeldBy(String holder);
}
