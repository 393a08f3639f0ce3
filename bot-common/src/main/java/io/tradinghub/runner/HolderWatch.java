package io.tradinghub.runner;

import java.util.Optional;
import java.util.function.Supplier;

import io.tradinghub.ledger.postgres.Standby;
import io.tradinghub.market.StoreUnavailableException;
import io.tradinghub.operations.Heartbeat;
import io.tradinghub.status.Health;
import io.tradinghub.status.Health.Work;

/// Looks after the process that holds the lease, while this one stands by. Standing by is well as long as the holder's
/// work goes on; a session that lives and shows no work keeps everybody from trading.
final class HolderWatch implements Standby {
    private final Supplier<Optional<Health>> shown;
    private final Heartbeat heartbeat;

    /// @param shown how the holder is by what it shows in the live store; empty when it shows nothing
    HolderWatch(Supplier<Optional<Health>> shown, Heartbeat heartbeat) {
        this.shown = shown;
        this.heartbeat = heartbeat;
    }

    @Override
    public Health whileHeldBy(String holder) {
        Health health = judge(holder);
        if (health.isWell()) {
            heartbeat.beat(health.toString());
        } else {
            heartbeat.waits(health.toString());
        }
        return health;
    }

    private Health judge(String holder) {
        Optional<Health> its;
        try {
            its = shown.get();
        } catch (StoreUnavailableException | IllegalStateException _) {
            return new Health(Work.WAITING, "the lease: %s holds it, and Redis does not tell whether that one trades"
                    .formatted(holder));
        }
        if (its.isEmpty()) {
            return new Health(Work.WAITING, "the lease: %s holds it and gives no sign of life".formatted(holder));
        }
        return its.filter(health -> !health.isWell())
                .map(health -> new Health(Work.WAITING,
                        "the lease: %s holds it and itself %s".formatted(holder, health)))
                .orElse(new Health(Work.STANDING_BY, holder));
    }
}
