package io.tradinghub.simulation;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.Quote;
import io.tradinghub.order.LedgerEntry.RiskEvent;
import io.tradinghub.position.Position;
import io.tradinghub.risk.EquityGuard;
import io.tradinghub.risk.RiskLimits;
import io.tradinghub.risk.RiskRule;
import org.jspecify.annotations.Nullable;

/// Counts what a bot is worth by the exchange's executions and the newest prices, and judges that its limits of equity
/// end entries when they must, and only then.
///
/// A bot that was started anew knows of the past what its ledger noted once an hour, so what its day began with and the
/// highest equity that it must know are the least of some hours.
final class EquityJudge {
    private static final long HOUR_MILLIS = Duration.ofHours(1).toMillis();
    private static final long DAY_MILLIS = Duration.ofDays(1).toMillis();
    /// How long the last snapshot that reached the ledger may be back: an outage, a restored backup, and an hour.
    private static final int MEMORY_HOURS = 6;
    /// An execution whose frame was lost is asked for within this time.
    private static final long BOUND_MILLIS = SimulatedProcess.NEWS_BOUND_MILLIS;
    /// In quote coin: prices of two instruments change one after the other, and rows of a restored ledger are lost.
    private static final double TOLERANCE = 25;
    private final RiskLimits limits;
    private final double capital;
    private final Map<InstrumentId, Position> positions;
    private final Map<InstrumentId, Double> prices = new HashMap<>();
    /// The last hours, oldest first.
    private final Deque<Hour> hours = new ArrayDeque<>();
    private List<Hour> beforeMidnight = List.of();
    private double highest;
    /// The least of what a bot must know to have been its highest.
    private double surelyHighest;
    private double firstOfDay;
    private double equity;
    private long day = Long.MIN_VALUE;
    private long beyondMillis;
    private long watchedAtMillis = Long.MIN_VALUE;
    /// The limit that has ended entries, as far as the ledger and the day know.
    private Optional<RiskRule> standing = Optional.empty();
    private @Nullable SimulatedProcess watched;
    private boolean isRestored;

    /// What the bot was worth within an hour.
    private static final class Hour {
        private final long number;
        private double least;
        private double most;

        private Hour(long number, double equity) {
            this.number = number;
            this.least = equity;
            this.most = equity;
        }
    }

    /// @param positions by the exchange's executions, kept by another
    EquityJudge(RiskLimits limits, BigDecimal capital, Map<InstrumentId, Position> positions) {
        this.limits = limits;
        this.capital = capital.doubleValue();
        this.positions = positions;
        this.equity = this.capital;
        this.highest = this.capital;
        this.surelyHighest = this.capital;
        this.firstOfDay = this.capital;
    }

    void quoted(Quote quote) {
        prices.put(quote.instrument(), quote.midPrice());
    }

    /// Notes what the bot is worth now.
    void count(long nowMillis) {
        equity = capital;
        for (Position position : positions.values()) {
            double price = prices.getOrDefault(position.instrument(), position.entryPrice().doubleValue());
            equity += position.realisedPnl().doubleValue() - position.fees().doubleValue()
                    + (price - position.entryPrice().doubleValue()) * position.quantity().doubleValue();
        }
        highest = Math.max(highest, equity);
        if (Math.floorDiv(nowMillis, DAY_MILLIS) != day) {
            day = Math.floorDiv(nowMillis, DAY_MILLIS);
            beforeMidnight = List.copyOf(hours);
            firstOfDay = equity;
            standing = standing.filter(rule -> rule != RiskRule.DAILY_LOSS);
        }
        long number = Math.floorDiv(nowMillis, HOUR_MILLIS);
        if (hours.isEmpty() || hours.getLast().number != number) {
            if (hours.size() == MEMORY_HOURS) {
                surelyHighest = Math.max(surelyHighest, hours.stream().mapToDouble(hour -> hour.least).min().orElse(0));
                hours.removeFirst();
            }
            hours.addLast(new Hour(number, equity));
        }
        Hour hour = hours.getLast();
        hour.least = Math.min(hour.least, equity);
        hour.most = Math.max(hour.most, equity);
    }

    /// Judges that a process which knows its account has ended entries if a limit was surely passed.
    void watch(SimulatedProcess process, long nowMillis) {
        long passed = watchedAtMillis == Long.MIN_VALUE ? 0 : nowMillis - watchedAtMillis;
        watchedAtMillis = nowMillis;
        requireStanding(process, nowMillis);
        Optional<RiskRule> passedLimit = surelyPassed();
        if (passedLimit.isEmpty() || process.engine().tripped().isPresent()) {
            beyondMillis = 0;
            return;
        }
        if (!process.isUpToDate()) {
            return;
        }
        beyondMillis += passed;
        if (beyondMillis > BOUND_MILLIS) {
            throw new Violation("equity of %.2f is past %s for %d ms and entries go on".formatted(equity,
                    passedLimit.get(), beyondMillis));
        }
    }

    /// A process that was started anew goes on with what ended entries.
    private void requireStanding(SimulatedProcess process, long nowMillis) {
        if (process != watched && isRestored) {
            standing = Optional.empty();
            isRestored = false;
        }
        watched = process;
        if (process.isUpToDate() && !isAroundMidnight(nowMillis)) {
            Optional<RiskRule> tripped = process.engine().tripped();
            if (standing.isPresent() && tripped.isEmpty()) {
                throw new Violation("entries go on, though %s ended them".formatted(standing.get()));
            }
            standing = tripped;
        }
    }

    /// By a wrong clock the day begins up to an hour earlier or later.
    private static boolean isAroundMidnight(long nowMillis) {
        long hour = Math.floorMod(nowMillis, DAY_MILLIS) / HOUR_MILLIS;
        return hour < 2 || hour >= 22;
    }

    /// The ledger does not know any longer what ended entries; a process that has read it still does.
    void restored() {
        isRestored = true;
    }

    private Optional<RiskRule> surelyPassed() {
        if (equity < surelyHighest * (1 - limits.maxDrawdown()) - TOLERANCE) {
            return Optional.of(RiskRule.DRAWDOWN);
        }
        double opening = beforeMidnight.stream().mapToDouble(hour -> hour.least).reduce(firstOfDay, Math::min);
        return equity < opening - limits.maxDailyLoss().doubleValue() - TOLERANCE
                ? Optional.of(RiskRule.DAILY_LOSS)
                : Optional.empty();
    }

    /// Judges what a process that knows its account says of a limit that it found passed.
    void judge(RiskEvent event) {
        EquityGuard.Limit.of(event.rule()).ifPresent(limit -> {
            double claimed = event.value().orElseThrow().doubleValue();
            switch (limit) {
                case DRAWDOWN -> requireTrue(event, claimed * highest, highest - equity);
                case DAILY_LOSS -> requireTrue(event, claimed, beforeMidnight.stream().mapToDouble(hour -> hour.most)
                        .reduce(firstOfDay, Math::max) - equity);
            }
        });
    }

    private void requireTrue(RiskEvent event, double claimed, double most) {
        if (claimed > most + TOLERANCE) {
            throw new Violation("%s claims a fall of %.2f, it was %.2f at most".formatted(event, claimed, most));
        }
    }
}
