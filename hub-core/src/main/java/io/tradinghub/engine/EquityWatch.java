package io.tradinghub.engine;

import java.math.BigDecimal;
import java.util.Optional;

import io.tradinghub.risk.EquityGuard;
import io.tradinghub.risk.RiskGate;
import io.tradinghub.risk.RiskRule;

/// Judges the worth of the bot by the equity limits and notes it in the ledger now and then, while every position has a
/// fresh price. When one has had none for too long the limits see nothing, so entries end until it has one again.
final class EquityWatch {
    private static final long NEVER = Long.MAX_VALUE;
    private final RiskGate gate;
    private final Account account;
    private final EngineTime time;
    private final CommandSink commands;
    private final Announcer announcer;
    private final long maxDataAgeMillis;
    private final long intervalMillis;
    private long noteAtMillis = Long.MIN_VALUE;
    private long blindSinceMillis = NEVER;

    EquityWatch(RiskGate gate, Account account, EngineTime time, CommandSink commands, Announcer announcer,
            EngineSettings.Timing timing) {
        this.gate = gate;
        this.account = account;
        this.time = time;
        this.commands = commands;
        this.announcer = announcer;
        this.maxDataAgeMillis = gate.maxDataAge().toMillis();
        this.intervalMillis = timing.snapshotInterval().toMillis();
    }

    /// The wall clock jumped, so what was planned by it is void.
    void clockStepped() {
        noteAtMillis = Long.MIN_VALUE;
    }

    /// Ends entries when a limit is reached, or when none can be judged, and says so.
    void judge() {
        InstrumentState unpriced = account.withoutPrice(time.wallMillis(), maxDataAgeMillis);
        if (unpriced != null) {
            endEntriesAfterAWhile(unpriced);
            return;
        }
        blindSinceMillis = NEVER;
        gate.unblock(RiskRule.STALE_DATA);
        double equity = account.equity();
        Optional<EquityGuard.Limit> passed = gate.equity().observe(time.wallMillis(), equity);
        if (passed.isPresent()) {
            EquityGuard.Limit limit = passed.get();
            announcer.announce(limit.rule(), gate.equity().describe(equity),
                    BigDecimal.valueOf(gate.equity().breach(limit, equity)));
        }
    }

    /// A price is missed for as long again as data may be old: candles of one moment come one after the other.
    private void endEntriesAfterAWhile(InstrumentState unpriced) {
        blindSinceMillis = Math.min(blindSinceMillis, time.steadyMillis());
        if (time.steadyMillis() - blindSinceMillis < maxDataAgeMillis || gate.isBlocked(RiskRule.STALE_DATA)) {
            return;
        }
        String reason = "%s is held and has no price younger than %s: no limit of equity can be judged".formatted(
                unpriced.id(), gate.maxDataAge());
        gate.block(RiskRule.STALE_DATA, reason);
        announcer.announce(RiskRule.STALE_DATA, reason, unpriced.holding().position().quantity());
    }

    /// Notes what the bot is worth when that is due.
    void note() {
        boolean isDue = time.wallMillis() >= noteAtMillis;
        if (!isDue || account.withoutPrice(time.wallMillis(), maxDataAgeMillis) != null) {
            return;
        }
        noteAtMillis = Math.floorDiv(time.wallMillis(), intervalMillis) * intervalMillis + intervalMillis;
        commands.accept(new EngineCommand.Remember(account.snapshot(time.wall())));
    }
}
