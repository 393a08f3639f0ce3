package io.tradinghub.engine;

import static io.tradinghub.engine.Bench.PERP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import io.tradinghub.bot.Target;
import io.tradinghub.exchange.paper.PaperFaults;
import io.tradinghub.order.LedgerEntry.EquitySnapshot;
import io.tradinghub.order.LedgerEntry.RiskEvent;
import io.tradinghub.risk.RiskLimits;
import io.tradinghub.risk.RiskRule;
import org.junit.jupiter.api.Test;

/// When the bot's worth is judged and written down, and that the limits of equity go on over a restart.
final class EquityWatchTest {

    private static Bench bench(String dailyLoss, double drawdown) {
        return new Bench(new WishingBot(List.of(PERP), List.of()),
                new RiskLimits(new BigDecimal("50000"), new BigDecimal("50000"), 20, Duration.ofSeconds(15),
                        new BigDecimal(dailyLoss), drawdown),
                PaperFaults.NONE);
    }

    private static Bench holding(String dailyLoss, double drawdown) {
        Bench bench = bench(dailyLoss, drawdown);
        bench.bot.wish(Target.now(PERP, 0.1));
        bench.quote(PERP, 50_000, 10);
        bench.pass(Duration.ofSeconds(1));
        return bench;
    }

    /// Quotes at this price for so long, once a second.
    private static void goOn(Bench bench, double price, Duration time) {
        for (long second = 0; second < time.toSeconds(); second++) {
            bench.quote(PERP, price, 10);
            bench.pass(Duration.ofSeconds(1));
        }
    }

    private static List<EquitySnapshot> snapshots(Bench bench) {
        return bench.ledger.events().stream().filter(EquitySnapshot.class::isInstance)
                .map(EquitySnapshot.class::cast).toList();
    }

    @Test
    void theWorthIsWrittenDownAtTheStartAndThenWithEveryWholeMinute() {
        Bench bench = bench("300", 0.2);
        bench.pass(Duration.ofSeconds(50));
        goOn(bench, 50_000, Duration.ofSeconds(80));
        assertThat(snapshots(bench)).extracting(EquitySnapshot::at).containsExactly(Bench.START,
                Bench.START.plusSeconds(60), Bench.START.plusSeconds(120));
        assertThat(snapshots(bench)).extracting(EquitySnapshot::equity)
                .allSatisfy(equity -> assertThat(equity).isEqualByComparingTo("10000"));
    }

    @Test
    void nothingIsWrittenDownWhileAPositionHasNoFreshPrice() {
        Bench bench = holding("300", 0.2);
        bench.pass(Duration.ofMinutes(5));
        assertThat(snapshots(bench)).extracting(EquitySnapshot::at).containsExactly(Bench.START);
        bench.quote(PERP, 50_400, 10);
        assertThat(snapshots(bench)).hasSize(2).last().satisfies(snapshot -> {
            assertThat(snapshot.unrealisedPnl()).isCloseTo(new BigDecimal("39.99"), within(new BigDecimal("0.001")));
            assertThat(snapshot.equity()).isEqualByComparingTo(
                    new BigDecimal("10000").add(snapshot.unrealisedPnl()).subtract(snapshot.fees()));
        });
    }

    @Test
    void aClockThatWasPutBackStopsNoSnapshots() {
        Bench bench = bench("300", 0.2);
        bench.runAhead(Duration.ofHours(2));
        goOn(bench, 50_000, Duration.ofSeconds(20));
        int before = snapshots(bench).size();
        bench.runAhead(Duration.ZERO);
        goOn(bench, 50_000, Duration.ofMinutes(2));
        assertThat(snapshots(bench)).hasSizeGreaterThan(before + 1);
    }

    @Test
    void peopleAreToldWhichLimitWasHitAndHowFar() {
        Bench bench = holding("300", 0.2);
        bench.quote(PERP, 46_000, 10);
        RiskEvent told = bench.announcements().getLast();
        assertThat(told.rule()).isEqualTo(RiskRule.DAILY_LOSS);
        assertThat(told.value().orElseThrow()).isCloseTo(new BigDecimal("402.7"), within(new BigDecimal("0.1")));
        assertThat(told.at()).isEqualTo(Bench.START.plusSeconds(1));
        assertThat(told.detail()).contains("day began at 10000.00");
    }

    @Test
    void aDrawdownIsMeasuredFromTheHighestWorthOfStartsBefore() {
        Bench bench = holding("100000", 0.03);
        goOn(bench, 55_000, Duration.ofSeconds(61));
        bench.restart();
        bench.quote(PERP, 52_000, 10);
        assertThat(bench.engine.account().equity()).as("more than the capital").isGreaterThan(10_100);
        assertThat(bench.engine.tripped()).isEmpty();
        bench.quote(PERP, 51_000, 10);
        assertThat(bench.engine.account().equity()).as("more than the capital").isGreaterThan(10_050);
        assertThat(bench.engine.tripped()).contains(RiskRule.DRAWDOWN);
    }

    @Test
    void theLossOfADayIsMeasuredFromItsBeginningAlsoAfterARestart() {
        Bench bench = holding("300", 0.2);
        goOn(bench, 48_000, Duration.ofSeconds(61));
        bench.restart();
        bench.quote(PERP, 48_000, 10);
        assertThat(bench.engine.tripped()).isEmpty();
        bench.quote(PERP, 46_500, 10);
        assertThat(bench.engine.tripped()).contains(RiskRule.DAILY_LOSS);
    }

    @Test
    void aDayThatBeganBeforeMidnightBeginsWithTheLastWorthBeforeIt() {
        Bench bench = bench("300", 0.2);
        bench.pass(Duration.ofSeconds(86_270));
        bench.bot.wish(Target.now(PERP, 0.1));
        goOn(bench, 50_000, Duration.ofMinutes(2));
        assertThat(snapshots(bench).getLast().at()).isBefore(Instant.parse("2026-01-02T00:00:00Z"));
        bench.pass(Duration.ofSeconds(20));
        bench.restart();
        bench.quote(PERP, 48_000, 10);
        assertThat(bench.engine.tripped()).isEmpty();
        bench.quote(PERP, 46_500, 10);
        assertThat(bench.engine.tripped()).contains(RiskRule.DAILY_LOSS);
    }
}
