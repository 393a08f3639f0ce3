package io.tradinghub.preflight;

import java.math.BigDecimal;
import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

import io.tradinghub.market.StoreUnavailableException;

/// The ledger's book of one bot, in memory.
public final class MemoryBook implements AccountBook {
    public OptionalLong own = OptionalLong.empty();
    public final Set<Long> ofOthers = new HashSet<>();
    public final Set<String> keys = new HashSet<>();
    Results results = new Results(BigDecimal.ZERO, BigDecimal.ZERO);
    Optional<Approval> approval = Optional.empty();
    public boolean isAway;

    @Override
    public Owner ownerOf(long uid) {
        answer();
        if (own.isPresent()) {
            return own.getAsLong() == uid ? new Owner.ThisBot() : new Owner.OtherAccount(own.getAsLong());
        }
        return ofOthers.contains(uid) ? new Owner.AnotherBot() : new Owner.Nobody();
    }

    @Override
    public Owner claim(long uid, String fingerprint) {
        if (ownerOf(uid) instanceof Owner.Nobody) {
            own = OptionalLong.of(uid);
        }
        Owner owner = ownerOf(uid);
        if (owner instanceof Owner.ThisBot) {
            keys.add(fingerprint);
        }
        return owner;
    }

    @Override
    public boolean isKeyKnown(String fingerprint) {
        answer();
        return keys.contains(fingerprint);
    }

    @Override
    public Results results() {
        answer();
        return results;
    }

    @Override
    public Optional<Approval> approval() {
        answer();
        return approval;
    }

    private void answer() {
        if (isAway) {
            throw new StoreUnavailableException("PostgreSQL does not answer", new IllegalStateException("a test"));
        }
    }
}
