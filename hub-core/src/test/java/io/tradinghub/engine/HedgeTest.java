package io.tradinghub.engine;

import static io.tradinghub.engine.Bench.PERP;
import static io.tradinghub.engine.Bench.SPOT;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

import io.tradinghub.bot.Hedge;
import io.tradinghub.bot.Target;
import io.tradinghub.exchange.ExchangeEvent;
import io.tradinghub.exchange.ExchangeListener;
import io.tradinghub.exchange.paper.PaperFaults;
import io.tradinghub.order.ExecutionId;
import io.tradinghub.order.Fee;
import io.tradinghub.order.Fill;
import io.tradinghub.order.OrderRequest;
import io.tradinghub.order.Origin;
import io.tradinghub.order.Side;
import io.tradinghub.risk.HaltState;
import io.tradinghub.risk.RiskLimits;
import io.tradinghub.risk.RiskRule;
import org.junit.jupiter.api.Test;

final class HedgeTest {

    @Test
    void entersBothLegsTogether() {
        Bench bench = Bench.hedging(PaperFaults.NONE);
        hedge(bench, 0.05);
        bench.quote(SPOT, 50_000, 10);
        assertThat(bench.placed()).isEmpty();
        bench.quote(PERP, 50_050, 10);
        assertThat(bench.placed()).extracting(OrderRequest::instrument).containsExactlyInAnyOrder(SPOT, PERP);
        assertThat(bench.engine.account().position(PERP)).isEqualTo(-0.05);
        assertThat(bench.engine.account().position(SPOT)).isEqualTo(0.05 - 0.00005);
    }

    @Test
    void doesNotBuyAgainWhatASpotFeeTook() {
        Bench bench = Bench.hedging(PaperFaults.NONE);
        hedge(bench, 1.2);
        for (int second = 0; second < 3; second++) {
            bench.quote(SPOT, 5_500, 10);
            bench.quote(PERP, 5_505, 10);
            bench.pass(Duration.ofSeconds(1));
        }
        assertThat(bench.placed()).hasSize(2);
        assertThat(bench.engine.account().position(SPOT)).isEqualTo(1.1988);
    }

    private static void hedge(Bench bench, double quantity) {
        bench.bot.wish(Target.now(SPOT, quantity), Target.now(PERP, -quantity));
    }

    /// Where there is no cooldown each look at a leg that cannot be closed is not another hedge that failed.
    @Test
    void aLegThatCannotBeClosedCountsOnceWithoutACooldownToo() {
        EngineSettings.Timing usual = EngineSettings.Timing.DEFAULTS;
        Bench bench = new Bench(new WishingBot(List.of(PERP, SPOT), List.of(new Hedge(SPOT, PERP))),
                EngineSettings.DEFAULTS.withTiming(new EngineSettings.Timing(usual.answerDeadline(), Duration.ZERO,
                        usual.lookUpInterval(), usual.retryDelay(), usual.maxNakedTime(), Duration.ZERO,
                        usual.snapshotInterval(), usual.protectDeadline(), usual.resyncInterval())),
                RiskLimits.DEFAULTS, PaperFaults.NONE);
        hedge(bench, 0.05);
        bench.quote(SPOT, 50_000, 0);
        bench.quote(PERP, 50_050, 10);
        assertThat(bench.engine.account().position(PERP)).isEqualTo(-0.05);
        for (int second = 0; second < 60; second++) {
            bench.pass(Duration.ofSeconds(1));
            bench.quote(SPOT, 50_000, 0);
            bench.quote(PERP, 50_050, 0);
        }
        assertThat(bench.announced()).contains(RiskRule.HEDGE_UNWOUND).doesNotContain(RiskRule.ENTRY_REFUSED);
    }

    @Test
    void unwindsALegThatStandsAloneForTooLong() {
        Bench bench = Bench.hedging(PaperFaults.NONE);
        hedge(bench, 0.05);
        bench.quote(SPOT, 50_000, 0);
        bench.quote(PERP, 50_050, 10);
        assertThat(bench.engine.account().position(PERP)).isEqualTo(-0.05);
        for (int second = 0; second < 20; second++) {
            bench.pass(Duration.ofSeconds(1));
            bench.quote(SPOT, 50_000, 0);
            bench.quote(PERP, 50_050, 10);
        }
        assertThat(bench.engine.account().position(PERP)).isZero();
        assertThat(bench.engine.account().position(SPOT)).isZero();
        assertThat(bench.announced()).containsExactly(RiskRule.HEDGE_UNWOUND);
    }

    @Test
    void completesTheMissingLegWhenTheBookFillsUpInTime() {
        Bench bench = Bench.hedging(PaperFaults.NONE);
        hedge(bench, 0.05);
        bench.quote(SPOT, 50_000, 0);
        bench.quote(PERP, 50_050, 10);
        for (int second = 0; second < 5; second++) {
            bench.pass(Duration.ofSeconds(1));
            bench.quote(SPOT, 50_000, 0.02);
            bench.quote(PERP, 50_050, 10);
        }
        assertThat(bench.engine.account().position(SPOT)).isEqualTo(0.05 - 0.00005);
        assertThat(bench.engine.account().position(PERP)).isEqualTo(-0.05);
    }

    @Test
    void completesTheMissingLegAlsoWhileHalted() {
        Bench bench = Bench.hedging(PaperFaults.NONE);
        hedge(bench, 0.05);
        bench.quote(SPOT, 50_000, 0);
        bench.quote(PERP, 50_050, 10);
        bench.halt(HaltState.HALTED);
        for (int second = 0; second < 3; second++) {
            bench.pass(Duration.ofSeconds(1));
            bench.quote(SPOT, 50_000, 10);
            bench.quote(PERP, 50_050, 10);
        }
        assertThat(bench.engine.isNaked()).isFalse();
        assertThat(bench.held(SPOT)).isPositive();
    }

    @Test
    void completesTheMissingLegAlsoWhileTheGuardianIsSilent() {
        Bench bench = Bench.hedging(PaperFaults.NONE);
        hedge(bench, 0.05);
        bench.quote(SPOT, 50_000, 0);
        bench.quote(PERP, 50_050, 10);
        bench.tell(
                new EngineEvent.EntriesBlocked(RiskRule.GUARDIAN_SILENT, Optional.of("it is gone"), bench.moment()));
        for (int second = 0; second < 3; second++) {
            bench.pass(Duration.ofSeconds(1));
            bench.quote(SPOT, 50_000, 10);
            bench.quote(PERP, 50_050, 10);
        }
        assertThat(bench.engine.isNaked()).isFalse();
        assertThat(bench.held(SPOT)).isPositive();
    }

    @Test
    void unwindsAtOnceWhenTheMissingLegMayNotBeEntered() {
        Bench bench = Bench.hedging(PaperFaults.NONE);
        hedge(bench, 0.05);
        bench.quote(SPOT, 50_000, 0);
        bench.quote(PERP, 50_050, 10);
        bench.halt(HaltState.FLATTENING);
        for (int second = 0; second < 3; second++) {
            bench.pass(Duration.ofSeconds(1));
            bench.quote(SPOT, 50_000, 10);
            bench.quote(PERP, 50_050, 10);
        }
        assertThat(bench.engine.account().position(PERP)).isZero();
        assertThat(bench.engine.account().position(SPOT)).isZero();
    }

    @Test
    void finishesAnUnwindingAfterARestart() {
        Bench bench = Bench.hedging(PaperFaults.NONE);
        hedge(bench, 0.05);
        bench.quote(SPOT, 50_000, 0);
        bench.quote(PERP, 50_050, 10);
        bench.bot.wish(Target.now(SPOT, 0), Target.now(PERP, 0));
        bench.restart();
        for (int second = 0; second < 20; second++) {
            bench.pass(Duration.ofSeconds(1));
            bench.quote(PERP, 50_050, 10);
        }
        assertThat(bench.engine.account().position(PERP)).isZero();
    }

    @Test
    void aHedgeThatBecameWholeStartsWithItsWholeTime() {
        Bench bench = Bench.hedging(PaperFaults.NONE);
        hedge(bench, 0.05);
        bench.quote(SPOT, 50_000, 0);
        bench.quote(PERP, 50_050, 10);
        bench.halt(HaltState.HALTED);
        bench.pass(Duration.ofSeconds(4));
        OrderRequest spot = bench.placed().stream().filter(order -> order.instrument().equals(SPOT)).findFirst()
                .orElseThrow();
        bench.hear(new ExchangeEvent.Executed(Fill.ofOrder(new ExecutionId("late"), spot, spot.quantity(),
                new BigDecimal("50000"), Fee.inQuote(BigDecimal.ZERO, "USDT"), Fill.Liquidity.TAKER, Bench.START)));
        bench.halt(HaltState.RUNNING);
        bench.pass(Duration.ofSeconds(2));
        hedge(bench, 0.08);
        bench.quote(SPOT, 50_000, 0);
        bench.quote(PERP, 50_050, 10);
        for (int second = 0; second < 5; second++) {
            bench.pass(Duration.ofSeconds(1));
        }
        assertThat(bench.announced()).isEmpty();
        assertThat(bench.engine.account().position(PERP)).isEqualTo(-0.08);
    }

    @Test
    void saysOnceThatALegStandsAloneHoweverOftenTheBotRepeatsItsWish() {
        Bench bench = Bench.hedging(PaperFaults.NONE);
        hedge(bench, 0.05);
        bench.quote(SPOT, 50_000, 0);
        bench.quote(PERP, 50_050, 10);
        for (int second = 0; second < 60; second++) {
            bench.pass(Duration.ofSeconds(1));
            bench.quote(SPOT, 50_000, 0);
            bench.quote(PERP, 50_050, 0);
        }
        assertThat(bench.announced()).containsExactly(RiskRule.HEDGE_UNWOUND, RiskRule.EXIT_FAILING);
    }

    @Test
    void aLegThatWasTouchedFromOutsideIsNotAnsweredByOpeningTheOtherAlone() {
        Bench bench = Bench.hedging(PaperFaults.NONE);
        bench.bot.wish(Target.now(SPOT, 0.05), Target.now(PERP, -0.05));
        bench.quote(SPOT, 50_000, 10);
        bench.quote(PERP, 50_050, 10);
        bench.exchange.tradeOtherwise(Origin.ADL, PERP, Side.BUY, new BigDecimal("0.05"));
        int before = bench.placed().size();
        for (int second = 0; second < 3_600; second++) {
            bench.pass(Duration.ofSeconds(1));
            bench.quote(SPOT, 50_000, 10);
            bench.quote(PERP, 50_050, 10);
        }

        assertThat(bench.placed().subList(before, bench.placed().size())).noneMatch(OrderRequest::isEntry);
        assertThat(bench.held(SPOT)).isLessThan(0.001);
    }

    @Test
    void aHedgeThatNeverBecomesWholeIsNotTriedWithoutEnd() {
        Bench bench = Bench.hedging(new PaperFaults() {
            @Override
            public Fate fateOf(OrderRequest request) {
                return request.instrument().equals(PERP) && request.isEntry() ? Fate.REFUSED : Fate.ANSWERED;
            }

            @Override
            public void deliver(ExchangeEvent event, ExchangeListener listener) {
                listener.onEvent(event);
            }
        });
        bench.bot.wish(Target.now(SPOT, 0.05), Target.now(PERP, -0.05));
        for (int second = 0; second < 4 * 3_600; second++) {
            bench.pass(Duration.ofSeconds(1));
            bench.quote(SPOT, 50_000, 10);
            bench.quote(PERP, 50_050, 10);
        }

        assertThat(bench.placed()).filteredOn(order -> order.isEntry() && order.instrument().equals(SPOT)).hasSize(3);
        assertThat(bench.announced()).contains(RiskRule.ENTRY_REFUSED);
    }
}
