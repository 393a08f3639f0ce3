package io.tradinghub.risk;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;

import io.tradinghub.risk.Verdict.Rule;
import org.jspecify.annotations.Nullable;

/// Watches equity against the daily loss and drawdown limits. One thread; time comes with the calls and never goes back.
public final class EquityGuard {
    private static final long DAY_MILLIS = 86_400_000;
    private static final double PEAK_TOLERANCE = 0.95;

    private final double maxDailyLoss;
    private final double maxDrawdown;
    private long dayEndMillis = Long.MIN_VALUE;
    private double dayOpen;
    private double peak;
    private @Nullable Rule tripped;

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

    /// Goes on with a trip from before a restart, after [#resumeDay]. One that today's limits would not have made is over: a person has raised
    /// them. For the drawdown that means by more than a twentieth, since the peak is remembered only as of the last equity snapshot.
    ///
    /// @param equityAtTrip what tripped the limit
    public void resumeTrip(Rule rule, long tripMillis, double equityAtTrip) {
        boolean stands = switch (rule) {
            case DRAWDOWN -> equityAtTrip < peak * (1 - PEAK_TOLERANCE * maxDrawdown);
            case DAILY_LOSS -> endOfDay(tripMillis) == dayEndMillis && equityAtTrip < dayOpen - maxDailyLoss;
            default -> throw new IllegalArgumentException("%s is no limit of the equity".formatted(rule));
        };
        if (stands && tripped != Rule.DRAWDOWN) {
            tripped = rule;
        }
    }

    /// Takes a new equity in quote coin; the answer is present when this very value tripped a limit.
    public Optional<Rule> observe(long nowMillis, double equity) {
        if (nowMillis >= dayEndMillis) {
            dayEndMillis = endOfDay(nowMillis);
            dayOpen = equity;
            if (tripped == Rule.DAILY_LOSS) {
                tripped = null;
            }
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
        return Optional.of(breached);
    }

    /// The limit that ended entries, if one has.
    public Optional<Rule> tripped() {
        return Optional.ofNullable(tripped);
    }

    /// What people are told about the trip.
    public String describe(double equity) {
        return "equity %s, day began at %s, highest ever %s".formatted(rounded(equity), rounded(dayOpen), rounded(peak));
    }

    private static long endOfDay(long millis) {
        return (Math.floorDiv(millis, DAY_MILLIS) + 1) * DAY_MILLIS;
    }

    private static String rounded(double amount) {
        return BigDecimal.valueOf(amount).setScale(2, RoundingMode.HALF_EVEN).toPlainString();
    }
}
