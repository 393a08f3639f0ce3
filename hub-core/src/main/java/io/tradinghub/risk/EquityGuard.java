package io.tradinghub.risk;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;

import io.tradinghub.risk.RiskDecision.Rule;
import org.jspecify.annotations.Nullable;

/// Watches equity against the daily loss and drawdown limits. One thread; time comes with the calls.
public final class EquityGuard {
    private static final long DAY_MILLIS = 86_400_000;
    private static final double ROUNDING = 1e-9;

    private final double maxDailyLoss;
    private final double maxDrawdown;
    private long dayEndMillis = Long.MIN_VALUE;
    private double dayOpen;
    private double peak;
    private @Nullable Rule tripped;
    private long dailyLossEndMillis = Long.MIN_VALUE;

    /// @param peak the highest equity known so far: what the ledger remembers, or the capital
    public EquityGuard(RiskLimits limits, double peak) {
        this.maxDailyLoss = limits.maxDailyLoss().doubleValue();
        this.maxDrawdown = limits.maxDrawdown();
        this.peak = peak;
    }

    /// Goes on with a day that began before a restart. Without it the day begins with the first equity observed.
    public void resumeDay(long dayMillis, double equityAtDayOpen) {
        dayEndMillis = endOfDay(dayMillis);
        dayOpen = equityAtDayOpen;
    }

    /// Goes on with a trip from before a restart, after [#resumeDay]. One that today's limits would not have made is
    /// over: a person has raised them.
    ///
    /// @param breach what [#breach] said of the trip when it was made
    public void resumeTrip(Rule rule, long tripMillis, double breach) {
        boolean stands = breach >= limit(rule) * (1 - ROUNDING)
                && (rule == Rule.DRAWDOWN || endOfDay(tripMillis) >= dayEndMillis);
        if (stands && tripped != Rule.DRAWDOWN) {
            tripped = rule;
            dailyLossEndMillis = endOfDay(tripMillis);
        }
    }

    /// Takes a new equity in quote coin; the answer is present when this very value tripped a limit.
    public Optional<Rule> observe(long nowMillis, double equity) {
        if (nowMillis >= dayEndMillis) {
            dayEndMillis = endOfDay(nowMillis);
            dayOpen = equity;
        } else if (nowMillis < dayEndMillis - DAY_MILLIS) {
            // The clock was put back over midnight: the day is an earlier one, and what it began with stays.
            dayEndMillis = endOfDay(nowMillis);
            dailyLossEndMillis = Math.min(dailyLossEndMillis, dayEndMillis);
        }
        if (tripped == Rule.DAILY_LOSS && nowMillis >= dailyLossEndMillis) {
            tripped = null;
        }
        if (equity > peak) {
            peak = equity;
        }
        Rule breached = equity < peak * (1 - maxDrawdown)
                ? Rule.DRAWDOWN
                : equity < dayOpen - maxDailyLoss ? Rule.DAILY_LOSS : null;
        if (breached == null || tripped == Rule.DRAWDOWN || tripped == breached) {
            return Optional.empty();
        }
        tripped = breached;
        dailyLossEndMillis = dayEndMillis;
        return Optional.of(breached);
    }

    /// The limit that ended entries, if one has.
    public Optional<Rule> tripped() {
        return Optional.ofNullable(tripped);
    }

    /// How large the fall is that the rule limits, in the limit's own unit: the loss of the day in quote coin, or the
    /// fall from the highest equity as a fraction. It says all that [#resumeTrip] has to know, whatever becomes of the
    /// capital or the snapshots.
    public double breach(Rule rule, double equity) {
        return switch (rule) {
            case DAILY_LOSS -> dayOpen - equity;
            case DRAWDOWN -> 1 - equity / peak;
            default -> throw notOfEquity(rule);
        };
    }

    private double limit(Rule rule) {
        return switch (rule) {
            case DAILY_LOSS -> maxDailyLoss;
            case DRAWDOWN -> maxDrawdown;
            default -> throw notOfEquity(rule);
        };
    }

    private static IllegalArgumentException notOfEquity(Rule rule) {
        return new IllegalArgumentException("%s is no limit of the equity".formatted(rule));
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
}
