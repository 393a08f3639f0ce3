package io.tradinghub.engine;

import static io.tradinghub.engine.Bench.PERP;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import io.tradinghub.bot.Target;
import io.tradinghub.exchange.paper.PaperFaults;
import io.tradinghub.order.LedgerEntry.EquitySnapshot;
import io.tradinghub.risk.RiskLimits;
import io.tradinghub.risk.RiskRule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A restart forgets neither what the day began with nor the highest equity ever: the ledger remembers both.
final class EquityAfterRestartTest {
    private static final Instant YESTERDAY = Bench.START.minus(Duration.ofHours(1));
    private static final Instant LAST_WEEK = Bench.START.minus(Duration.ofDays(7));

    /// A bot worth its capital of 10,000 that has restarted after this had been earned at those moments.
    private static Bench restarted(String dailyLoss, double drawdown, String lastWeek, String yesterday) {
        RiskLimits limits = new RiskLimits(new BigDecimal("5000"), new BigDecimal("5000"), 20, Duration.ofSeconds(15),
                new BigDecimal(dailyLoss), drawdown);
        Bench bench = new Bench(new WishingBot(List.of(PERP), List.of()), limits, PaperFaults.NONE);
        bench.ledger.record(earned(lastWeek, LAST_WEEK));
        bench.ledger.record(earned(yesterday, YESTERDAY));
        bench.restart();
        bench.bot.wish(Target.now(PERP, 0.05));
        bench.quote(PERP, 50_000, 10);
        return bench;
    }

    private static EquitySnapshot earned(String amount, Instant at) {
        BigDecimal earned = new BigDecimal(amount);
        return new EquitySnapshot(at, new BigDecimal("10000").add(earned), earned, BigDecimal.ZERO, BigDecimal.ZERO,
                BigDecimal.ZERO);
    }

    @Test
    void whatWasLostSinceMidnightCountsAfterARestart() {
        Bench bench = restarted("300", 0.9, "0", "301");
        assertThat(bench.engine.tripped()).contains(RiskRule.DAILY_LOSS);
        assertThat(bench.placed()).as("entries after the day's loss").isEmpty();
    }

    @Test
    void theFallFromTheHighestEquityEverCountsAfterARestart() {
        Bench bench = restarted("9000", 0.03, "400", "0");
        assertThat(bench.engine.tripped()).contains(RiskRule.DRAWDOWN);
        assertThat(bench.placed()).as("entries after the drawdown").isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"0, 290", "290, 0", "-500, -100"})
    void aBotWithinItsLimitsGoesOnTradingAfterARestart(String lastWeek, String yesterday) {
        Bench bench = restarted("300", 0.03, lastWeek, yesterday);
        assertThat(bench.engine.tripped()).isEmpty();
        assertThat(bench.held(PERP)).isEqualTo(0.05);
    }

    /// Else a bot that lost ever more would be allowed to fall from ever lower.
    @Test
    void aBotThatNeverEarnedAnythingFallsFromItsCapital() {
        Bench bench = restarted("9000", 0.03, "-500", "-400");
        bench.restart();
        bench.quote(PERP, 43_900, 10);
        assertThat(bench.engine.tripped()).contains(RiskRule.DRAWDOWN);
    }
}
