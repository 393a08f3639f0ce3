package io.tradinghub.runner;

import java.time.Instant;
import java.util.Optional;

import io.tradinghub.exchange.HostLimits;
import io.tradinghub.exchange.RequestUse;

/// Limits as the test sets them. Any thread.
final class MemoryLimits implements HostLimits {
    volatile Optional<Instant> bannedUntil = Optional.empty();
    volatile Optional<RequestUse> use = Optional.empty();

    @Override
    public Optional<Instant> bannedUntil() {
        return bannedUntil;
    }

    @Override
    public Optional<RequestUse> use() {
        return use;
    }
}
