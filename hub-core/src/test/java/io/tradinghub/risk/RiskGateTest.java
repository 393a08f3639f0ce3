package io.tradinghub.risk;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

import io.tradinghub.market.Instrument;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.risk.RiskDecision.Allowed;
import io.tradinghub.risk.RiskDecision.Refused;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class RiskGateTest {
    private static final Instrument BTC = new Instrument(InstrumentId.linear("BTCUSDT"), "BTC", "USDT",
            new BigDecimal("0.1"),
            new BigDecimal("0.001"), new BigDecimal("0.001"), new BigDecimal("5"), new BigDecimal("100"),
            new BigDecimal("50"),
            Optional.empty());
    private static final RiskLimits LIMITS = new RiskLimits(new BigDecimal("1000"), new BigDecimal("400"), 3,
            Duration.ofSeconds(15),
            new BigDecimal("100"), 0.2);
    private static final BigDecimal PRICE = new BigDecimal("10000");

    private final EquityGuard equity = new EquityGuard(LIMITS, 1_000);

    private RiskGate running(Long... recent) {
        RiskGate gate = new RiskGate(LIMITS, equity);
        List.of(recent).forEach(gate::sent);
        gate.halt(HaltState.RUNNING);
        return gate;
    }

    private static RiskDecision judge(RiskGate gate, String quantity, String held) {
        return gate.judge(BTC, new BigDecimal(quantity), PRICE, new BigDecimal(held), 1, 60_000);
    }

    @Test
    void cutsAnOrderToTheSmallerOfItsLimits() {
        assertThat(judge(running(), "1", "0")).isEqualTo(new Allowed(new BigDecimal("0.040")));
        assertThat(judge(running(), "1", "0.08")).isEqualTo(new Allowed(new BigDecimal("0.020")));
        assertThat(judge(running(), "0.01", "0")).isEqualTo(new Allowed(new BigDecimal("0.010")));
    }

    @Test
    void refusesWhereNoRoomIsLeft() {
        assertThat(judge(running(), "1", "0.1")).isInstanceOfSatisfying(Refused.class,
                refused -> assertThat(refused.rule()).isEqualTo(RiskRule.POSITION_LIMIT));
    }

    @Test
    void countsOrdersOverAMovingMinuteEvenFromBeforeARestart() {
        RiskGate gate = running(1L, 30_000L, 59_000L);
        assertThat(judge(gate, "0.01", "0")).isInstanceOfSatisfying(Refused.class,
                refused -> assertThat(refused.rule()).isEqualTo(RiskRule.ORDER_RATE));
        assertThat(gate.judge(BTC, new BigDecimal("0.01"), PRICE, BigDecimal.ZERO, 1, 60_001))
                .isInstanceOf(Allowed.class);
    }

    @Test
    void startsAsIfTheSwitchCouldNotBeRead() {
        assertThat(new RiskGate(LIMITS, equity).stopped()).map(Refused::rule)
                .contains(RiskRule.HALT_SWITCH_UNREADABLE);
    }

    @Test
    void endsEntriesForTheDayAtTheDailyLossAndAllowsThemOnTheNext() {
        equity.observe(0, 1_000);
        assertThat(equity.observe(1_000, 900)).isEmpty();
        assertThat(equity.observe(2_000, 899.9)).contains(EquityGuard.Limit.DAILY_LOSS);
        assertThat(equity.observe(3_000, 899)).isEmpty();
        assertThat(running().stopped()).isPresent();
        equity.observe(86_400_000, 899);
        assertThat(running().stopped()).isEmpty();
    }

    @Test
    void endsEntriesForGoodAtTheDrawdown() {
        equity.observe(0, 1_200);
        assertThat(equity.observe(86_400_000, 959)).contains(EquityGuard.Limit.DRAWDOWN);
        equity.observe(2 * 86_400_000L, 959);
        assertThat(equity.tripped()).contains(EquityGuard.Limit.DRAWDOWN);
    }

    @Test
    void staysTrippedAfterARestartAlthoughTheEquityHasRecovered() {
        equity.resumeTrip(EquityGuard.Limit.DRAWDOWN, 3_600_000, 0.21);
        assertThat(equity.observe(7_200_000, 950)).isEmpty();
        assertThat(equity.tripped()).contains(EquityGuard.Limit.DRAWDOWN);
    }

    @Test
    void isFreeAfterARestartWithARaisedLimit() {
        equity.resumeTrip(EquityGuard.Limit.DRAWDOWN, 3_600_000, 0.185);
        assertThat(equity.tripped()).isEmpty();
    }

    @Test
    void aDailyLossLastsUntilTheDayEndsAlsoAfterARestart() {
        equity.resumeDay(3_600_000, 1_000);
        equity.resumeTrip(EquityGuard.Limit.DAILY_LOSS, 3_700_000, 101);
        equity.observe(7_200_000, 950);
        assertThat(equity.tripped()).contains(EquityGuard.Limit.DAILY_LOSS);
        equity.observe(86_400_000, 950);
        assertThat(equity.tripped()).isEmpty();
        equity.resumeTrip(EquityGuard.Limit.DAILY_LOSS, 3_700_000, 101);
        assertThat(equity.tripped()).isEmpty();
    }

    @Test
    void aDailyLossLastsAlsoWhereNothingSaysWhatTheDayBeganWith() {
        equity.resumeTrip(EquityGuard.Limit.DAILY_LOSS, 3_700_000, 101);
        equity.observe(7_200_000, 899);
        assertThat(equity.tripped()).contains(EquityGuard.Limit.DAILY_LOSS);
        equity.observe(86_400_000, 899);
        assertThat(equity.tripped()).isEmpty();
    }

    @Test
    void saysOfATripWhatItsLimitIsComparedWith() {
        equity.observe(0, 1_000);
        assertThat(equity.breach(EquityGuard.Limit.DAILY_LOSS, 899)).isEqualTo(101);
        assertThat(equity.breach(EquityGuard.Limit.DRAWDOWN, 750)).isEqualTo(0.25);
    }

    @Test
    void aClockPutBackOverMidnightNeitherEndsATripNorMakesTheDayLonger() {
        equity.observe(82_800_000, 1_000);
        equity.observe(82_900_000, 950);
        equity.observe(90_000_000, 955);
        assertThat(equity.tripped()).isEmpty();
        equity.observe(90_100_000, 849);
        equity.observe(83_000_000, 849);
        assertThat(equity.tripped()).contains(EquityGuard.Limit.DAILY_LOSS);
        equity.observe(86_400_000, 849);
        assertThat(equity.tripped()).isEmpty();
    }

    @Test
    void countsTheTwoLegsOfAHedgeAsTwoOrders() {
        RiskGate gate = running(30_000L, 59_000L);
        assertThat(gate.judge(BTC, new BigDecimal("0.01"), PRICE, BigDecimal.ZERO, 1, 60_000))
                .isInstanceOf(Allowed.class);
        assertThat(gate.judge(BTC, new BigDecimal("0.01"), PRICE, BigDecimal.ZERO, 2, 60_000))
                .isInstanceOf(Refused.class);
    }

    @Test
    void forgetsOrdersOfAClockThatRanAhead() {
        assertThat(judge(running(7_200_000L, 7_200_001L, 7_200_002L), "0.01", "0")).isInstanceOf(Allowed.class);
    }

    @Test
    void aLossOverMidnightCountsForTheNewDay() {
        equity.observe(86_000_000, 1_000);
        assertThat(equity.observe(86_500_000, 899)).contains(EquityGuard.Limit.DAILY_LOSS);
    }

    @Test
    void aHaltForbidsEntriesButNotToCompleteAHedge() {
        RiskGate gate = running();
        gate.halt(HaltState.HALTED);
        assertThat(gate.stopped()).isPresent();
        assertThat(gate.completingStopped()).isEmpty();
        gate.halt(HaltState.FLATTENING);
        assertThat(gate.completingStopped()).isPresent();
        gate.halt(HaltState.HALTED);
        gate.block(RiskRule.LINK_DOWN, "down");
        assertThat(gate.completingStopped()).map(Refused::rule).contains(RiskRule.LINK_DOWN);
        gate.unblock(RiskRule.LINK_DOWN);
        assertThat(gate.completingStopped()).isEmpty();
    }

    @Test
    void aSilentGuardianForbidsEntriesButNotToCompleteAHedge() {
        RiskGate gate = running();
        gate.block(RiskRule.GUARDIAN_SILENT, "silent");
        assertThat(gate.stopped()).map(Refused::rule).contains(RiskRule.GUARDIAN_SILENT);
        assertThat(gate.completingStopped()).isEmpty();
        gate.block(RiskRule.NOT_TRADING, "a later rule of the enum");
        assertThat(gate.completingStopped()).map(Refused::rule).contains(RiskRule.NOT_TRADING);
        gate.unblock(RiskRule.NOT_TRADING);
        gate.halt(HaltState.FLATTENING);
        assertThat(gate.completingStopped()).map(Refused::rule).contains(RiskRule.FLATTENING);
    }

    @ParameterizedTest
    @EnumSource
    void everyRuleEndsEntriesAndSaysWhetherAHedgeIsCompleted(RiskRule rule) {
        RiskGate gate = running();
        gate.block(rule, "a test says so");
        assertThat(gate.stopped()).contains(new Refused(rule, "a test says so"));
        assertThat(gate.completingStopped().isEmpty())
                .isEqualTo(HedgeCompletion.under(rule) == HedgeCompletion.GOES_ON);
    }

    @ParameterizedTest
    @CsvSource({"HALTED,GOES_ON", "HALT_SWITCH_UNREADABLE,GOES_ON", "GUARDIAN_SILENT,GOES_ON", "CLOCK_DIFFERS,GOES_ON",
            "STALE_DATA,GOES_ON", "LINK_DOWN,WAITS", "ACCOUNT_DIFFERS,WAITS", "UNREADABLE_ROW,WAITS",
            "EXECUTION_MISSING,WAITS", "CLOCK_STEPPED,WAITS", "LEASE_UNPROVED,WAITS", "LEDGER_AWAY,WAITS",
            "PREFLIGHT_FAILED,WAITS", "HOST_BANNED,WAITS",
            "ORDER_RATE,WAITS", "DAILY_LOSS,UNWINDS", "DRAWDOWN,UNWINDS", "FLATTENING,UNWINDS",
            "TRADING_STOPPED,UNWINDS", "ENTRY_REFUSED,UNWINDS", "NOT_TRADING,UNWINDS", "POSITION_LIMIT,UNWINDS",
            "BELOW_MINIMUM,UNWINDS", "SPOT_SHORT,UNWINDS", "UNEQUAL_HEDGE,UNWINDS", "STOP_PASSED,UNWINDS",
            "RULES_ABSENT,UNWINDS", "HISTORY_INCOMPLETE,UNWINDS", "OTHER_QUOTE_COIN,UNWINDS"})
    void completesAHedgeWhereOnlyCautionEndsEntries(RiskRule rule, HedgeCompletion wanted) {
        assertThat(HedgeCompletion.under(rule)).isEqualTo(wanted);
    }

    @Test
    void aLimitThatTrippedHasALegClosedWhateverElseEndsEntries() {
        RiskGate gate = running();
        equity.observe(0, 1_000);
        equity.observe(1, 899);
        gate.block(RiskRule.LINK_DOWN, "down");
        assertThat(gate.completingStopped()).map(Refused::rule).contains(RiskRule.DAILY_LOSS);
    }

    @Test
    void endsEntriesForEveryReasonUntilThatReasonIsGone() {
        RiskGate gate = running();
        gate.block(RiskRule.LINK_DOWN, "down");
        gate.block(RiskRule.ACCOUNT_DIFFERS, "0.1 more");
        assertThat(gate.isBlocked(RiskRule.LINK_DOWN)).isTrue();
        gate.unblock(RiskRule.LINK_DOWN);
        assertThat(gate.isBlocked(RiskRule.LINK_DOWN)).isFalse();
        assertThat(gate.stopped()).contains(new Refused(RiskRule.ACCOUNT_DIFFERS, "0.1 more"));
    }

    @Test
    void anEntryWorthExactlyTheLimitMayLeave() {
        assertThat(judge(running(), "0.04", "0.06")).isEqualTo(new Allowed(new BigDecimal("0.040")));
    }

    @Test
    void anOrderSentExactlyAMinuteAgoLeavesRoomForTheNextAndOneSentJustNowCounts() {
        assertThat(judge(running(0L, 30_000L, 60_000L), "0.01", "0")).isInstanceOf(Allowed.class);
        assertThat(judge(running(1L, 30_000L, 60_000L), "0.01", "0")).isInstanceOf(Refused.class);
    }

    @Test
    void goesOnWithTheDayThatBeganBeforeARestart() {
        equity.resumeDay(3_600_000, 1_000);
        assertThat(equity.observe(7_200_000, 899)).contains(EquityGuard.Limit.DAILY_LOSS);
    }
}
