package io.tradinghub.runner;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.tradinghub.risk.HaltState;
import io.tradinghub.risk.RiskRule;
import io.tradinghub.status.Health;
import io.tradinghub.status.Health.Work;

/// Judges whether a bot's work goes on. The bot's thread only.
///
/// Work goes on while everything is there that a decision needs: lease, ledger, live store, halt switches, connection
/// to the exchange, clock, trading rules, and prices. A warm-up goes on while stored candles still come in. Nobody has
/// to mend what a person or a limit ended: a bot that is halted, flattens, or may not enter does its work.
final class WorkWatch {
    /// So long the live store may take nothing; more than what one answer may take.
    static final Duration BOARD_SILENCE = Duration.ofSeconds(15);
    /// So long no price of any instrument may come; quotes of a liquid one come several times a second.
    static final Duration MARKET_SILENCE = Duration.ofSeconds(60);
    /// So long a warm-up may stand still: longer than it waits before it believes that the exchange has no more.
    static final Duration WARM_UP_STALLS = Duration.ofMinutes(5);
    private final RunnerThreads threads;
    private List<String> history = List.of();
    private long historyMovedNanos;
    private long marketNanos;

    WorkWatch(RunnerThreads threads) {
        this.threads = threads;
        this.historyMovedNanos = threads.nanoTime();
        this.marketNanos = threads.nanoTime();
    }

    /// A price came.
    void priced() {
        marketNanos = threads.nanoTime();
    }

    /// What the bot's thread sees.
    ///
    /// @param account what its checks wait for, for people
    /// @param boardSilence how long the live store took nothing
    /// @param rules the trading rules that are not there, for people
    /// @param history the series that are not warm, for people
    record Sight(HaltState halt, Optional<RiskRule> entriesEnded, boolean isLeaseProved, boolean clockDiffers,
            Optional<String> account, Duration boardSilence, List<String> rules, List<String> history) {}

    /// How it is now.
    Health judge(Sight sight) {
        if (!sight.history.equals(history)) {
            history = sight.history;
            historyMovedNanos = threads.nanoTime();
        }
        List<String> lacks = lacks(sight);
        if (!lacks.isEmpty()) {
            return new Health(Work.WAITING, String.join("; ", lacks));
        }
        if (!history.isEmpty()) {
            return new Health(Work.WARMING_UP, String.join("; ", history));
        }
        return switch (sight.halt) {
            case HALTED -> new Health(Work.HALTED, "");
            case FLATTENING -> new Health(Work.FLATTENING, "");
            case RUNNING, UNREADABLE -> sight.entriesEnded
                    .map(rule -> new Health(Work.ENTRIES_OFF, rule.name())).orElse(new Health(Work.TRADING, ""));
        };
    }

    private List<String> lacks(Sight sight) {
        List<String> lacks = new ArrayList<>();
        if (!sight.isLeaseProved) {
            lacks.add("the lease: PostgreSQL has not proved lately that this process still holds it");
        }
        ended(sight, RiskRule.LEDGER_AWAY, "the ledger: PostgreSQL does not take what it is told", lacks);
        if (sight.boardSilence.compareTo(BOARD_SILENCE) > 0) {
            lacks.add("Redis: it takes no state and no positions");
        }
        if (sight.halt == HaltState.UNREADABLE) {
            lacks.add("the halt switches: neither PostgreSQL nor Redis tells them");
        }
        ended(sight, RiskRule.LINK_DOWN, "the exchange: the connection is down, or what was missed is not told", lacks);
        if (sight.clockDiffers) {
            lacks.add("the clock: this machine's and the exchange's are too far apart");
        }
        sight.account.ifPresent(lacks::add);
        lacks.addAll(sight.rules);
        if (!sight.history.isEmpty() && passed(historyMovedNanos, WARM_UP_STALLS)) {
            lacks.addAll(sight.history);
        }
        if (passed(marketNanos, MARKET_SILENCE)) {
            lacks.add("prices: none of any instrument for a minute; does the recorder run?");
        }
        return lacks;
    }

    private static void ended(Sight sight, RiskRule rule, String lack, List<String> lacks) {
        if (sight.entriesEnded.filter(rule::equals).isPresent()) {
            lacks.add(lack);
        }
    }

    private boolean passed(long sinceNanos, Duration bound) {
        return threads.nanoTime() - sinceNanos > bound.toNanos();
    }
}
