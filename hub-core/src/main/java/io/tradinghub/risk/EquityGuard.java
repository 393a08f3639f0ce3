package io.tradinghub.risk;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/// Watches equity against the daily loss and drawdown limits. One thread; time comes with the calls.
public final class EquityGuard {
    private static final long DAY_MILLIS = 86_400_000;
    private static final double ROUNDING = 1e-9;

    private final double maxDailyLoss;
    private final double maxDrawdown;
    private long dayEndMillis = Long.MIN_VALUE;
    private double dayOpen;
    private double lastEquity = Double.NaN;
    private double peak;
    private @Nullable Limit tripped;
    private long dailyLossEndMillis = Long.MIN_VALUE;

    /// @param peak the highest equity known so far: what the ledger remembers, or the capital
    public EquityGuard(RiskLimits limits, double peak) {
        this.maxDailyLoss = limits.maxDailyLoss().doubleValue();
        this.maxDrawdown = limits.maxDrawdown();
        this.peak = peak;
    }

    /// Goes on with a day that began before a restart. Without it the day begins with the first equity observed.
    ///
    /// @param dayMillis any moment of the current UTC day
    public void resumeDay(long dayMillis, double equityAtDayOpen) {
        dayEndMillis = endOfDay(dayMillis);
        dayOpen = equityAtDayOpen;
    }

    /// Goes on with a trip from before a restart, after [#resumeDay]. One that today's limits would not have made is
    /// over: a person has raised them.
    ///
    /// @param breach what [#breach] said of the trip when it was made
    public void resumeTrip(Limit rule, long tripMillis, double breach) {
        boolean stands = breach >= limit(rule) * (1 - ROUNDING)
                && (rule == Limit.DRAWDOWN || endOfDay(tripMillis) >= dayEndMillis);
        if (stands && tripped != Limit.DRAWDOWN) {
            tripped = rule;
            dailyLossEndMillis = endOfDay(tripMillis);
        }
    }

    /// Takes a new equity in quote coin; the answer is present when this very value tripped a limit.
    public Optional<Limit> observe(long nowMillis, double equity) {
        long endOfDay = endOfDay(nowMillis);
        if (endOfDay > dayEndMillis) {
            // What happened over midnight belongs to the new day: it begins with the last equity of the day before.
            dayOpen = Double.isNaN(lastEquity) ? equity : lastEquity;
        }
        // A clock put back over midnight makes the day an earlier one; what it began with stays.
        dayEndMillis = endOfDay;
        dailyLossEndMillis = Math.min(dailyLossEndMillis, endOfDay);
        if (tripped == Limit.DAILY_LOSS && nowMillis >= dailyLossEndMillis) {
            tripped = null;
        }
        lastEquity = equity;
        if (equity > peak) {
            peak = equity;
        }
        Limit breached = equity < peak * (1 - maxDrawdown)
                ? Limit.DRAWDOWN
                : equity < dayOpen - maxDailyLoss ? Limit.DAILY_LOSS : null;
        if (breached == null || tripped == Limit.DRAWDOWN || tripped == breached) {
            return Optional.empty();
        }
        tripped = breached;
        dailyLossEndMillis = dayEndMillis;
        return Optional.of(breached);
    }

    /// The limit that ended entries, if one has.
    public Optional<Limit> tripped() {
        return Optional.ofNullable(tripped);
    }

    /// How large the fall is that the rule limits, in the limit's own unit: the loss of the day in quote coin, or the
    /// fall from the highest equity as a fraction. It says all that [#resumeTrip] has to know, whatever becomes of the
    /// capital or the snapshots.
    public double breach(Limit rule, double equity) {
        return switch (rule) {
            case DAILY_LOSS -> dayOpen - equity;
            case DRAWDOWN -> 1 - equity / peak;
        };
    }

    private double limit(Limit rule) {
        return switch (rule) {
            case DAILY_LOSS -> maxDailyLoss;
            case DRAWDOWN -> maxDrawdown;
        };
    }

    /// What people are told about the trip.
    public String describe(double equity) {
        return "equity %s, day began at %s, highest ever %s".formatted(rounded(equity), rounded(dayOpen),
                rounded(peak));
    }

    private static long endOfDay(long millis) {
        return (Math.floorDiv(millis, DAY_MILLIS) + 1) * DAY_MILLIS;
    }

    private static String rounded(double amount) {
        return BigDecimal.valueOf(amount).setScale(2, RoundingMode.HALF_EVEN).toPlainString();
    }

    /// The limits of equity.
    public enum Limit {
        DAILY_LOSS(RiskRule.DAILY_LOSS), DRAWDOWN(RiskRule.DRAWDOWN);

        private final RiskRule rule;

        Limit(RiskRule rule) {
            this.rule = rule;
        }

        /// What the ledger and the alerts call a trip of this limit.
        public RiskRule rule() {
            return rule;
        }

        /// The limit behind a rule; empty for a rule that is no limit of equity.
        public static Optional<Limit> of(RiskRule rule) {
            return Arrays.stream(values()).filter(limit -> limit.rule == rule).findFirst();
        }
    }
}
