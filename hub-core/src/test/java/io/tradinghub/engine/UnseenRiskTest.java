package io.tradinghub.engine;

import static io.tradinghub.engine.Bench.PERP;
import static io.tradinghub.engine.Bench.SPOT;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.tradinghub.bot.Hedge;
import io.tradinghub.bot.Target;
import io.tradinghub.exchange.AccountState;
import io.tradinghub.exchange.ExchangeEvent;
import io.tradinghub.exchange.paper.PaperFaults;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.order.OrderRequest;
import io.tradinghub.order.OrderRequest.Terms;
import io.tradinghub.order.OrderRequest.TimeInForce;
import io.tradinghub.risk.RiskLimits;
import io.tradinghub.risk.RiskRule;
import org.junit.jupiter.api.Test;

/// What the engine does where the usual guard of a position sees nothing: no price for the limits of equity, a stop
/// that was passed before it rested, a position nobody trades, an exit that trickles.
final class UnseenRiskTest {
    private static final InstrumentId OTHER = InstrumentId.linear("ETHUSDT");

    private static void quoteFor(Bench bench, int seconds, InstrumentId id, double price, double size) {
        for (int second = 0; second < seconds; second++) {
            bench.pass(Duration.ofSeconds(1));
            bench.quote(id, price, size);
        }
    }

    @Test
    void whileAHeldInstrumentHasNoPriceNothingIsEnteredAnywhere() {
        Bench bench = Bench.trading(PERP, OTHER);
        bench.bot.wish(Target.now(PERP, 0.05));
        bench.quote(PERP, 50_000, 10);
        quoteFor(bench, 29, OTHER, 2_000, 10);
        assertThat(bench.engine.entriesEnded()).isEmpty();
        quoteFor(bench, 3, OTHER, 2_000, 10);
        bench.bot.wish(Target.now(OTHER, 1));
        quoteFor(bench, 10, OTHER, 2_000, 10);
        assertThat(bench.held(OTHER)).isZero();
        assertThat(bench.engine.entriesEnded()).contains(RiskRule.STALE_DATA);
        assertThat(bench.announced()).containsOnlyOnce(RiskRule.STALE_DATA);
        bench.quote(PERP, 50_000, 10);
        quoteFor(bench, 6, OTHER, 2_000, 10);
        assertThat(bench.held(OTHER)).isEqualTo(1);
    }

    @Test
    void candlesThatComeOneAfterTheOtherAreNoLackOfPrices() {
        Bench bench = Bench.trading(PERP, OTHER);
        bench.bot.wish(Target.now(PERP, 0.05), Target.now(OTHER, 1));
        for (int minute = 0; minute < 5; minute++) {
            bench.pass(Duration.ofMinutes(1));
            bench.candle(PERP, 50_000);
            bench.candle(OTHER, 2_000);
        }
        assertThat(bench.announced()).doesNotContain(RiskRule.STALE_DATA);
        assertThat(bench.engine.entriesEnded()).isEmpty();
    }

    @Test
    void aPositionInAnInstrumentThatIsNotTradedEndsEntries() {
        Bench bench = Bench.trading(PERP);
        for (int word = 0; word < 2; word++) {
            bench.hear(new ExchangeEvent.AccountSeen(new AccountState(Map.of(OTHER, new BigDecimal("-1.5")), Map.of(),
                    List.of(), Map.of(), Instant.ofEpochMilli(bench.nowMillis()))));
        }
        assertThat(bench.engine.entriesEnded()).contains(RiskRule.ACCOUNT_DIFFERS);
        assertThat(bench.announcements()).singleElement().satisfies(event -> assertThat(event.detail())
                .contains(OTHER.toString(), "-1.5"));
    }

    @Test
    void aPositionWhoseStopWasPassedBeforeItRestedIsClosed() {
        Bench bench = Bench.trading(PERP);
        bench.bot.wish(Target.now(PERP, 0.05).stoppedAt(49_000));
        quoteFor(bench, 3, PERP, 50_000, 10);
        bench.bot.wish(Target.now(PERP, 0.05).stoppedAt(49_900));
        quoteFor(bench, 3, PERP, 49_800, 10);
        assertThat(bench.held(PERP)).isZero();
        assertThat(bench.announced()).containsOnlyOnce(RiskRule.STOP_PASSED);
        quoteFor(bench, 10, PERP, 50_100, 10);
        assertThat(bench.held(PERP)).as("the same exposure again is the one that was stopped").isZero();
        bench.bot.wish(Target.now(PERP, 0.04).stoppedAt(49_900));
        quoteFor(bench, 3, PERP, 50_100, 10);
        assertThat(bench.held(PERP)).isEqualTo(0.04);
    }

    @Test
    void aShortPositionIsClosedAboveItsStop() {
        Bench bench = Bench.trading(PERP);
        bench.bot.wish(Target.now(PERP, -0.05).stoppedAt(51_000));
        quoteFor(bench, 3, PERP, 50_000, 10);
        bench.bot.wish(Target.now(PERP, -0.05).stoppedAt(50_100));
        quoteFor(bench, 3, PERP, 50_200, 10);
        assertThat(bench.held(PERP)).isZero();
        assertThat(bench.announced()).containsOnlyOnce(RiskRule.STOP_PASSED);
    }

    @Test
    void whatWouldBeStoppedAtOnceIsNotEntered() {
        Bench bench = Bench.trading(PERP);
        bench.bot.wish(Target.now(PERP, 0.05).stoppedAt(50_000));
        quoteFor(bench, 10, PERP, 49_990, 10);
        assertThat(bench.placed()).isEmpty();
        assertThat(bench.refusals()).containsExactly(RiskRule.STOP_PASSED);
        quoteFor(bench, 10, PERP, 50_100, 10);
        assertThat(bench.held(PERP)).isEqualTo(0.05);
    }

    @Test
    void whetherAStopIsPassedIsNotJudgedByAnOldPrice() {
        Bench bench = Bench.trading(PERP);
        bench.bot.wish(Target.now(PERP, 0.05).stoppedAt(50_000));
        bench.quote(PERP, 49_990, 10, Duration.ofMinutes(1));
        bench.pass(Duration.ofSeconds(2));
        assertThat(bench.placed()).isEmpty();
        assertThat(bench.refusals()).containsExactly(RiskRule.STALE_DATA);
    }

    @Test
    void aStopThatRestsIsLeftToTheExchange() {
        Bench bench = Bench.trading(PERP);
        bench.bot.wish(Target.now(PERP, 0.05).stoppedAt(49_000));
        quoteFor(bench, 3, PERP, 50_000, 10);
        quoteFor(bench, 3, PERP, 48_900, 10);
        assertThat(bench.held(PERP)).isZero();
        assertThat(bench.placed()).as("orders of the engine").hasSize(1);
        assertThat(bench.announced()).contains(RiskRule.FOREIGN_EXECUTION).doesNotContain(RiskRule.STOP_PASSED);
    }

    @Test
    void anExitThatTricklesEscalatesToTheMarketAllTheSame() {
        Bench bench = Bench.trading(PERP);
        bench.bot.wish(Target.now(PERP, 0.05));
        bench.quote(PERP, 50_000, 10);
        bench.bot.wish(Target.now(PERP, 0));
        quoteFor(bench, 6, PERP, 50_000, 0.001);
        List<Terms> exits = bench.placed().stream().filter(order -> !order.isEntry()).map(OrderRequest::terms).toList();
        assertThat(exits.subList(0, 3)).containsExactly(
                new Terms.Limit(new BigDecimal("49900.0"), TimeInForce.IOC),
                new Terms.Limit(new BigDecimal("49500.0"), TimeInForce.IOC), new Terms.Market());
        assertThat(bench.announced()).containsOnlyOnce(RiskRule.EXIT_FAILING);
    }

    @Test
    void anExitThatWasFilledStartsTheNextOneGently() {
        Bench bench = Bench.trading(PERP);
        bench.bot.wish(Target.now(PERP, 0.05));
        bench.quote(PERP, 50_000, 10);
        bench.bot.wish(Target.now(PERP, 0.03));
        quoteFor(bench, 3, PERP, 50_000, 0);
        quoteFor(bench, 3, PERP, 50_000, 10);
        assertThat(bench.held(PERP)).isEqualTo(0.03);
        bench.bot.wish(Target.now(PERP, 0.01));
        quoteFor(bench, 2, PERP, 50_000, 10);
        assertThat(bench.placed().getLast().terms())
                .isEqualTo(new Terms.Limit(new BigDecimal("49900.0"), TimeInForce.IOC));
    }

    @Test
    void aLegThatMayBeCompletedInAMomentIsNotUnwoundAtOnce() {
        RiskLimits threeAMinute = new RiskLimits(new BigDecimal("7500"), new BigDecimal("7500"), 3,
                Duration.ofSeconds(15), new BigDecimal("300"), 0.20);
        Bench bench = new Bench(new WishingBot(List.of(PERP, SPOT), List.of(new Hedge(SPOT, PERP))), threeAMinute,
                PaperFaults.NONE);
        bench.bot.wish(Target.now(SPOT, 0.05), Target.now(PERP, -0.05));
        bench.quote(SPOT, 50_000, 0);
        bench.quote(PERP, 50_050, 10);
        for (int second = 0; second < 8; second++) {
            bench.pass(Duration.ofSeconds(1));
            bench.quote(SPOT, 50_000, 0);
            bench.quote(PERP, 50_050, 10);
        }
        assertThat(bench.refusals()).contains(RiskRule.ORDER_RATE);
        assertThat(bench.held(PERP)).isEqualTo(-0.05);
    }
}
