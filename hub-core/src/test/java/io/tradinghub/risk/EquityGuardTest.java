package io.tradinghub.risk;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

import io.tradinghub.risk.EquityGuard.Limit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class EquityGuardTest {
    private static final long DAY = 86_400_000;
    /// A loss of 100 in a day, a fall of a fifth from the highest.
    private static final RiskLimits LIMITS = new RiskLimits(new BigDecimal("1000"), new BigDecimal("400"), 3,
            Duration.ofSeconds(15), new BigDecimal("100"), 0.2);

    private final EquityGuard guard = new EquityGuard(LIMITS, 1_000);

    @Test
    void aFallOfExactlyTheLimitIsStillAllowed() {
        guard.observe(0, 1_000);
        guard.observe(DAY, 900);
        assertThat(guard.observe(2 * DAY, 800)).as("a fifth below the highest").isEmpty();
        assertThat(guard.observe(2 * DAY, 799.99)).contains(Limit.DRAWDOWN);
    }

    @Test
    void theDrawdownIsMeasuredFromTheHighestOfBeforeTheRestart() {
        EquityGuard restarted = new EquityGuard(LIMITS, 1_500);
        assertThat(restarted.observe(0, 1_200)).isEmpty();
        assertThat(restarted.observe(1, 1_199)).contains(Limit.DRAWDOWN);
    }

    @Test
    void theDrawdownIsMeasuredFromTheHighestSinceTheStart() {
        guard.observe(0, 2_000);
        guard.observe(DAY, 1_950);
        assertThat(guard.observe(2 * DAY, 1_599)).contains(Limit.DRAWDOWN);
    }

    @Test
    void aDrawdownOutlastsTheDayInWhichADailyLossWasHitToo() {
        guard.observe(0, 1_000);
        assertThat(guard.observe(1, 890)).contains(Limit.DAILY_LOSS);
        assertThat(guard.observe(2, 790)).contains(Limit.DRAWDOWN);
        guard.observe(DAY, 1_000);
        assertThat(guard.tripped()).contains(Limit.DRAWDOWN);
    }

    /// Equity is rounded on its way through the ledger: a trip that was made by a hair is still one.
    @ParameterizedTest
    @CsvSource({"DRAWDOWN, 0.2", "DRAWDOWN, 0.2000001", "DAILY_LOSS, 100", "DAILY_LOSS, 100.0001"})
    void aTripByAHairStandsAfterARestart(Limit limit, double breach) {
        guard.resumeDay(0, 1_000);
        guard.resumeTrip(limit, 1_000, breach);
        guard.observe(2_000, 1_000);
        assertThat(guard.tripped()).contains(limit);
    }

    @ParameterizedTest
    @CsvSource({"DRAWDOWN, 0.1999", "DAILY_LOSS, 99.9"})
    void aTripThatTodaysLimitWouldNotMakeIsOverAfterARestart(Limit limit, double breach) {
        guard.resumeDay(0, 1_000);
        guard.resumeTrip(limit, 1_000, breach);
        assertThat(guard.tripped()).isEmpty();
    }

    @Test
    void aDrawdownOfDaysAgoStandsAfterARestartAndNoDailyLossTakesItsPlace() {
        guard.resumeDay(3 * DAY, 1_000);
        guard.resumeTrip(Limit.DRAWDOWN, 0, 0.25);
        guard.resumeTrip(Limit.DAILY_LOSS, 3 * DAY, 150);
        guard.observe(4 * DAY, 1_000);
        assertThat(guard.tripped()).contains(Limit.DRAWDOWN);
    }

    @Test
    void aDailyLossOfAClockThatRanAheadEndsWithTheDayAfterARestartAsItDoesWithoutOne() {
        guard.resumeDay(1_000, 1_000);
        guard.resumeTrip(Limit.DAILY_LOSS, DAY + 1_000, 101);
        guard.observe(2_000, 950);
        assertThat(guard.tripped()).contains(Limit.DAILY_LOSS);
        guard.observe(DAY, 950);
        assertThat(guard.tripped()).isEmpty();
    }

    @Test
    void theDayBeginsAtMidnightUtcWithTheLastEquityOfTheDayBefore() {
        guard.observe(DAY - 1, 1_000);
        guard.observe(DAY, 950);
        assertThat(guard.observe(DAY + 1, 899)).as("101 below the last equity of the day before")
                .contains(Limit.DAILY_LOSS);
    }

    @Test
    void tellsPeopleWhatTheTripWasMeasuredBy() {
        guard.observe(0, 1_250);
        guard.observe(DAY, 1_200);
        guard.observe(2 * DAY, 1_150);
        assertThat(guard.describe(1_049.999)).isEqualTo("equity 1050.00, day began at 1200.00, highest ever 1250.00");
    }

    @Test
    void onlyADailyLossAndADrawdownAreTakenForLimitsOfEquityInTheLedger() {
        Map<RiskRule, Limit> found = new EnumMap<>(RiskRule.class);
        for (RiskRule rule : RiskRule.values()) {
            Optional<Limit> limit = Limit.of(rule);
            limit.ifPresent(known -> found.put(rule, known));
        }
        assertThat(found).containsExactlyInAnyOrderEntriesOf(
                Map.of(RiskRule.DAILY_LOSS, Limit.DAILY_LOSS, RiskRule.DRAWDOWN, Limit.DRAWDOWN));
    }
}
