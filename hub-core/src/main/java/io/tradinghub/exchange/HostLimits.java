package io.tradinghub.exchange;

import java.time.Instant;
import java.util.Optional;

/// What the exchange allows this host, and how much of it the program uses. Any thread; nothing blocks.
public interface HostLimits {

    /// When requests may leave this host again, by its own clock; empty when they may now. Until then exits cannot
    /// leave either.
    Optional<Instant> bannedUntil();

    /// How much is used; empty where nothing is counted.
    Optional<RequestUse> use();

    /// Of an exchange that is not asked over a network.
    static HostLimits none() {
        return new HostLimits() {
            @Override
            public Optional<Instant> bannedUntil() {
                return Optional.empty();
            }

            @Override
            public Optional<RequestUse> use() {
                return Optional.empty();
            }
        };
    }
}
