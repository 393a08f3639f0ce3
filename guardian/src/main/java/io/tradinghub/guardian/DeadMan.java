package io.tradinghub.guardian;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

import io.tradinghub.guardian.alert.AlertRule;
import io.tradinghub.guardian.alert.Condition;
import io.tradinghub.guardian.alert.Reading;
import io.tradinghub.guardian.channel.DeadManAddress;
import io.tradinghub.guardian.channel.DeliveryException;

/// Pings an address outside every minute while the guardian judges, so that somebody notices when this host is dead.
/// The guardian's thread calls it and never waits for the other side.
final class DeadMan {
    static final Duration INTERVAL = Duration.ofMinutes(1);
    private final Optional<DeadManAddress> address;
    private final Executor pings;
    private final AtomicBoolean isUnderWay = new AtomicBoolean();
    private volatile String complaint = "";
    private Instant nextPing = Instant.MIN;

    /// @param address empty when nobody outside is told
    /// @param pings runs one ping at a time
    DeadMan(Optional<DeadManAddress> address, Executor pings) {
        this.address = address;
        this.pings = pings;
    }

    /// Everything was judged at this moment: pings if that is due.
    void judged(Instant now) {
        if (address.isEmpty() || now.isBefore(nextPing)) {
            return;
        }
        nextPing = now.plus(INTERVAL);
        if (isUnderWay.compareAndSet(false, true)) {
            pings.execute(() -> ping(address.get()));
        } else {
            complaint = "the dead-man address did not answer within a minute";
        }
    }

    private void ping(DeadManAddress there) {
        try {
            there.ping();
            complaint = "";
        } catch (DeliveryException failed) {
            complaint = failed.reason();
        } finally {
            isUnderWay.set(false);
        }
    }

    /// Whether the pings arrive.
    Reading read() {
        String reason = complaint;
        return new Reading(Set.of(AlertRule.DEAD_MAN_UNREACHED), reason.isEmpty()
                ? List.of()
                : List.of(new Condition(AlertRule.DEAD_MAN_UNREACHED, "this host",
                        "%s, so nobody outside would notice a dead host: ./hub doctor --alerts".formatted(reason))));
    }
}
