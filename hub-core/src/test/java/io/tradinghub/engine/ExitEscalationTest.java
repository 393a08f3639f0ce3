package io.tradinghub.engine;

import static io.tradinghub.engine.Bench.PERP;
import static io.tradinghub.engine.Bench.SPOT;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import io.tradinghub.bot.Target;
import io.tradinghub.exchange.AccountState;
import io.tradinghub.exchange.ExchangeEvent;
import io.tradinghub.exchange.ExchangeListener;
import io.tradinghub.exchange.paper.PaperFaults;
import io.tradinghub.market.Instrument;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.MarketEvent;
import io.tradinghub.order.OrderRequest;
import io.tradinghub.order.OrderRequest.Effect;
import io.tradinghub.order.OrderRequest.Terms;
import io.tradinghub.order.OrderRequest.TimeInForce;
import io.tradinghub.risk.RiskLimits;
import io.tradinghub.risk.RiskRule;
import org.junit.jupiter.api.Test;

/// An exit never waits without end, and never in silence.
final class ExitEscalationTest {

    /// Loses these requests, and look-ups about them find nothing.
    private static PaperFaults losing(Predicate<OrderRequest> lost) {
        return new PaperFaults() {
            @Override
            public Fate fateOf(OrderRequest request) {
                return lost.test(request) ? Fate.REQUEST_LOST : Fate.ANSWERED;
            }

            @Override
            public void deliver(ExchangeEvent event, ExchangeListener listener) {
                NONE.deliver(event, listener);
            }
        };
    }

    private static Bench bench(PaperFaults faults, InstrumentId... instruments) {
        return new Bench(new WishingBot(List.of(instruments), List.of()), RiskLimits.DEFAULTS, faults);
    }

    @Test
    void anExitThatFindsNoBookEscalatesToTheMarketAndIsAnnouncedAtTheThirdFailure() {
        Bench bench = bench(PaperFaults.NONE, PERP);
        bench.bot.wish(Target.now(PERP, 0.05));
        bench.quote(PERP, 50_000, 10);
        bench.bot.wish(Target.now(PERP, 0));
        for (int second = 0; second < 10; second++) {
            bench.pass(Duration.ofSeconds(1));
            bench.quote(PERP, 50_000, 0);
        }
        List<Terms> exits = bench.placed().stream().filter(order -> !order.isEntry()).map(OrderRequest::terms).toList();
        assertThat(exits.subList(0, 3)).containsExactly(
                new Terms.Limit(new BigDecimal("49900.0"), TimeInForce.IOC),
                new Terms.Limit(new BigDecimal("49500.0"), TimeInForce.IOC), new Terms.Market());
        assertThat(exits).hasSizeBetween(9, 11);
        assertThat(bench.announced()).containsOnlyOnce(RiskRule.EXIT_FAILING);
        bench.quote(PERP, 50_000, 10);
        bench.pass(Duration.ofSeconds(1));
        bench.quote(PERP, 50_000, 10);
        assertThat(bench.held(PERP)).isZero();
    }

    @Test
    void anExitOvertakesAnEntryOfUnknownFateWhichIsCancelledFirst() {
        Bench bench = bench(losing(order -> order.isEntry() && order.quantity().compareTo(new BigDecimal("0.01")) == 0),
                PERP);
        bench.bot.wish(Target.now(PERP, 0.05));
        bench.quote(PERP, 50_000, 10);
        bench.pass(Duration.ofSeconds(2));
        bench.bot.wish(Target.now(PERP, 0.06));
        bench.isHeard = false;
        bench.quote(PERP, 50_000, 10);
        OrderRequest unknown = bench.placed().getLast();
        bench.isHeard = true;
        bench.bot.wish(Target.now(PERP, 0));
        bench.pass(Duration.ofSeconds(1));
        bench.isHeard = false;
        bench.quote(PERP, 50_000, 10);
        assertThat(bench.commands).contains(new EngineCommand.Cancel(PERP, unknown.id()));
        assertThat(bench.placed().getLast().effect()).isEqualTo(Effect.REDUCE_ONLY);
        assertThat(bench.placed().getLast().quantity()).isEqualByComparingTo("0.05");
    }

    @Test
    void whileAnEntryIsOfUnknownFateNoOtherEntryLeavesAndItsExecutionsAreClosed() {
        Bench bench = bench(PaperFaults.NONE, PERP);
        bench.bot.wish(Target.now(PERP, 0.05));
        bench.isHeard = false;
        bench.quote(PERP, 50_000, 10);
        bench.bot.wish(Target.now(PERP, 0));
        bench.pass(Duration.ofSeconds(2));
        bench.quote(PERP, 50_000, 10);
        assertThat(bench.placed()).hasSize(1);
        bench.isHeard = true;
        for (int second = 0; second < 8; second++) {
            bench.pass(Duration.ofSeconds(1));
            bench.quote(PERP, 50_000, 10);
        }
        assertThat(bench.held(PERP)).isZero();
        assertThat(bench.booked(PERP)).isEqualByComparingTo("0");
    }

    @Test
    void aSecondExitOvertakesOneThatNobodyAnswersAboutWhenAllIsToGo() {
        Bench bench = bench(PaperFaults.NONE, PERP);
        bench.bot.wish(Target.now(PERP, 0.05));
        bench.quote(PERP, 50_000, 10);
        bench.isHeard = false;
        bench.bot.wish(Target.now(PERP, 0));
        for (int second = 0; second < 8; second++) {
            bench.pass(Duration.ofSeconds(1));
            bench.quote(PERP, 50_000, 10);
        }
        assertThat(bench.placed().stream().filter(order -> !order.isEntry())).hasSizeGreaterThanOrEqualTo(2);
    }

    @Test
    void aPartialExitWaitsForOneThatNobodyAnswersAboutAndSaysSo() {
        Bench bench = bench(PaperFaults.NONE, PERP);
        bench.bot.wish(Target.now(PERP, 0.05));
        bench.quote(PERP, 50_000, 10);
        bench.isHeard = false;
        bench.bot.wish(Target.now(PERP, 0.02));
        for (int second = 0; second < 40; second++) {
            bench.pass(Duration.ofSeconds(1));
            bench.quote(PERP, 50_000, 10);
        }
        assertThat(bench.placed().stream().filter(order -> !order.isEntry())).hasSize(1);
        assertThat(bench.announced()).contains(RiskRule.EXIT_WAITING);
    }

    @Test
    void spotSellsNoMoreThanTheFreeWallet() {
        Bench bench = bench(PaperFaults.NONE, SPOT);
        bench.bot.wish(Target.now(SPOT, 0.05));
        bench.quote(SPOT, 50_000, 10);
        bench.pass(Duration.ofSeconds(2));
        bench.hear(new ExchangeEvent.AccountSeen(new AccountState(Map.of(), Map.of(), List.of(),
                Map.of("BTC", new BigDecimal("0.0205")), Instant.ofEpochMilli(bench.nowMillis()))));
        bench.bot.wish(Target.now(SPOT, 0));
        bench.quote(SPOT, 50_000, 10);
        assertThat(bench.placed().getLast().quantity()).isEqualByComparingTo("0.020");
    }

    @Test
    void spotSellsOfUnknownFateCountAsSold() {
        Bench bench = bench(PaperFaults.NONE, SPOT);
        bench.bot.wish(Target.now(SPOT, 0.05));
        bench.quote(SPOT, 50_000, 10);
        bench.pass(Duration.ofSeconds(2));
        bench.isHeard = false;
        bench.bot.wish(Target.now(SPOT, 0));
        for (int second = 0; second < 20; second++) {
            bench.quote(SPOT, 50_000, 10);
            bench.pass(Duration.ofSeconds(1));
        }
        BigDecimal sold = bench.placed().stream().filter(order -> !order.isEntry()).map(OrderRequest::quantity)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        assertThat(sold).isLessThanOrEqualTo(new BigDecimal("0.05"));
    }

    @Test
    void aRestThatIsSmallerThanACoarserStepIsClosedAsAWhole() {
        Bench bench = bench(PaperFaults.NONE, PERP);
        bench.bot.wish(Target.now(PERP, 0.015));
        bench.quote(PERP, 50_000, 10);
        bench.pass(Duration.ofSeconds(2));
        Instrument coarser = Bench.instrument(PERP, "0.01");
        bench.exchange.onMarket(new MarketEvent.RulesPublished(coarser));
        bench.tell(new EngineEvent.InstrumentPublished(coarser, bench.moment()));
        bench.bot.wish(Target.now(PERP, 0));
        for (int second = 0; second < 4; second++) {
            bench.quote(PERP, 50_000, 10);
            bench.pass(Duration.ofSeconds(1));
        }
        assertThat(bench.held(PERP)).isZero();
        assertThat(bench.position(PERP).quantity()).isEqualByComparingTo("0");
    }
}
