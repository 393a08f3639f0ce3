package io.tradinghub.engine;

import java.math.BigDecimal;

import io.tradinghub.risk.EquityGuard;

/// Judges the worth of the bot by the equity limits and notes it in the ledger now and then, while every position has a
/// fresh price.
final class EquityWatch {
    private final EquityGuard guard;
    private final Account account;
    private final EngineTime time;
    private final CommandSink commands;
    private final Announcer announcer;
    private final long maxDataAgeMillis;
    private final long intervalMillis;
    private long noteAtMillis = Long.MIN_VALUE;

    EquityWatch(EquityGuard guard, Account account, EngineTime time, CommandSink commands, Announcer announcer,
            long maxDataAgeMillis, EngineSettings.Timing timing) {
        this.guard = guard;
        this.account = account;
        this.time = time;
        this.commands = commands;
        this.announcer = announcer;
        this.maxDataAgeMillis = maxDataAgeMillis;
        this.intervalMillis = timing.snapshotInterval().toMillis();
    }

    /// The wall clock jumped, so what was planned by it is void.
    void clockStepped() {
        noteAtMillis = Long.MIN_VALUE;
    }

    /// Ends entries when a limit is reached, and says so.
    void judge() {
        if (!account.isMarked(time.wallMillis(), maxDataAgeMillis)) {
            return;
        }
        double equity = account.equity();
        guard.observe(time.wallMillis(), equity)
                .ifPresent(limit -> announcer.announce(limit.rule(), guard.describe(equity),
                        BigDecimal.valueOf(guard.breach(limit, equity))));
    }

    /// Notes what the bot is worth when that is due.
    void note() {
        if (time.wallMillis() < noteAtMillis || !account.isMarked(time.wallMillis(), maxDataAgeMillis)) {
            return;
        }
        noteAtMillis = Math.floorDiv(time.wallMillis(), intervalMillis) * intervalMillis + intervalMillis;
        commands.accept(new EngineCommand.Remember(account.snapshot(time.wall())));
    }
}
