package io.tradinghub.local.kill;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;

import io.tradinghub.local.statement.ExchangeStatement;
import io.tradinghub.sim.exchange.PositionState;

/// Measures for how long a perpetual was held without a stop at the exchange: in all, and while a bot that has read its
/// account could have set one.
final class ProtectionWatch implements AutoCloseable {
    private static final Duration LOOK = Duration.ofMillis(100);
    private static final int LOOKS_PER_QUESTION = 10;
    private final ExchangeStatement exchange;
    private final BooleanSupplier trades;
    private final Thread thread;
    /// These are guarded by this.
    private final Map<String, Long> bareSince = new HashMap<>();
    private long uid;
    private long tradingSince = System.nanoTime();
    private long longestNanos;
    private long longestTradingNanos;

    private ProtectionWatch(ExchangeStatement exchange, BooleanSupplier trades, long uid) {
        this.exchange = exchange;
        this.trades = trades;
        this.uid = uid;
        this.thread = Thread.ofPlatform().daemon().name("protection").unstarted(this::run);
    }

    /// @param trades whether the process that lives has read its account; asked about once a second
    static ProtectionWatch start(ExchangeStatement exchange, BooleanSupplier trades, long uid) {
        ProtectionWatch watch = new ProtectionWatch(exchange, trades, uid);
        watch.thread.start();
        return watch;
    }

    /// Watches another account from now on.
    synchronized void follow(long otherUid) {
        uid = otherUid;
        bareSince.clear();
    }

    /// Forgets how long it was until now.
    synchronized void reset() {
        longestNanos = 0;
        longestTradingNanos = 0;
    }

    /// The longest time since the last reset, whether the bot lived or not.
    synchronized Duration longest() {
        return Duration.ofNanos(longestNanos);
    }

    /// The longest time since the last reset in which the bot could have done something about it.
    synchronized Duration longestWhileTrading() {
        return Duration.ofNanos(longestTradingNanos);
    }

    private void run() {
        try {
            for (int looks = 0;; looks++) {
                boolean isIdle = looks % LOOKS_PER_QUESTION == 0 && !trades.getAsBoolean();
                look(System.nanoTime(), isIdle);
                Thread.sleep(LOOK);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void look(long now, boolean isIdle) {
        tradingSince = isIdle ? now : tradingSince;
        Map<String, Long> before = Map.copyOf(bareSince);
        bareSince.clear();
        for (PositionState position : exchange.perpetuals(uid)) {
            if (position.stopLoss().signum() == 0) {
                String name = position.listing().id() + " " + position.side();
                long since = before.getOrDefault(name, now);
                bareSince.put(name, since);
                longestNanos = Math.max(longestNanos, now - since);
                longestTradingNanos = Math.max(longestTradingNanos, now - Math.max(since, tradingSince));
            }
        }
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
