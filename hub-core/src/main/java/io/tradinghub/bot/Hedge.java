package io.tradinghub.bot;

import io.tradinghub.market.InstrumentId;

/// Two instruments of one coin that a bot holds only against each other: equal quantities, opposite signs.
///
/// The engine enters both legs or none, and unwinds what stands alone for longer than its limit, also after a restart.
public record Hedge(InstrumentId one, InstrumentId other) {

    public Hedge {
        if (one.equals(other)) {
            throw new IllegalArgumentException("a hedge needs two different instruments, got %s twice".formatted(one));
        }
    }
}
