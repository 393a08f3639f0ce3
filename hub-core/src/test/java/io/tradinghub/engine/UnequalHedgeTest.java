package io.tradinghub.engine;

import static io.tradinghub.engine.Bench.PERP;
import static io.tradinghub.engine.Bench.SPOT;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;

import io.tradinghub.bot.Target;
import io.tradinghub.exchange.paper.PaperFaults;
import io.tradinghub.risk.RiskRule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Legs that do not cancel each other out are a position, not a hedge: neither is entered.
final class UnequalHedgeTest {

    private static Bench wishing(Target... targets) {
        Bench bench = Bench.hedging(PaperFaults.NONE);
        bench.bot.wish(targets);
        for (int second = 0; second < 3; second++) {
            bench.quote(SPOT, 50_000, 10);
            bench.quote(PERP, 50_000, 10);
            bench.pass(Duration.ofSeconds(1));
        }
        return bench;
    }

    @ParameterizedTest
    @CsvSource({"0.05, 0.05", "0.05, -0.04", "0.04, -0.05", "0.05, -0.0496", "0.05, 0"})
    void entersNoLegWhereTheTwoDoNotCancelEachOtherOut(double spot, double perpetual) {
        Bench bench = wishing(Target.now(SPOT, spot), Target.now(PERP, perpetual));
        assertThat(bench.placed()).isEmpty();
        assertThat(bench.refusals()).contains(RiskRule.UNEQUAL_HEDGE);
    }

    @Test
    void entersNoLegWhoseOtherWasNeverWanted() {
        Bench bench = wishing(Target.now(SPOT, 0.05));
        assertThat(bench.placed()).isEmpty();
        assertThat(bench.refusals()).contains(RiskRule.UNEQUAL_HEDGE);
    }

    @Test
    void entersLegsThatDifferByNoMoreThanASpotFee() {
        Bench bench = wishing(Target.now(SPOT, 0.1), Target.now(PERP, -0.0999));
        assertThat(bench.held(PERP)).isEqualTo(-0.099);
        assertThat(bench.held(SPOT)).isBetween(0.099, 0.1);
    }
}
