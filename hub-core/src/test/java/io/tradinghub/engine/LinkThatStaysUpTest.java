package io.tradinghub.engine;

import static io.tradinghub.engine.Bench.PERP;
import static io.tradinghub.engine.Bench.SPOT;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.tradinghub.bot.Target;
import io.tradinghub.exchange.AccountState;
import io.tradinghub.exchange.ExchangeEvent;
import io.tradinghub.exchange.ExchangeEvent.LinkState;
import io.tradinghub.exchange.Protection;
import io.tradinghub.ledger.LedgerSnapshot;
import io.tradinghub.order.ClientOrderId;
import io.tradinghub.order.ExecutionId;
import io.tradinghub.order.Fee;
import io.tradinghub.order.Fill;
import io.tradinghub.order.OrderRequest;
import io.tradinghub.order.Origin;
import io.tradinghub.order.Side;
import io.tradinghub.order.StartMark;
import io.tradinghub.risk.RiskLimits;
import io.tradinghub.risk.RiskRule;
import io.tradinghub.testing.FoundLedger;
import org.junit.jupiter.api.Test;

/// A connection that never breaks still loses frames, and what was believed once grows old.
final class LinkThatStaysUpTest {

    @Test
    void anExecutionWhoseFrameWasLostIsBookedWithinMinutes() {
        Bench bench = Bench.trading(PERP);
        bench.quote(PERP, 50_000, 10);
        bench.isHeard = false;
        bench.exchange.tradeOtherwise(Origin.MANUAL, PERP, Side.BUY, new BigDecimal("0.03"));
        bench.isHeard = true;
        bench.pass(Duration.ofMinutes(6));

        assertThat(bench.held(PERP)).isEqualTo(0.03);
    }

    @Test
    void executionsThatAreToldAgainAfterARestartAreNotBookedTwice() {
        Bench bench = Bench.trading(PERP);
        bench.quote(PERP, 50_000, 10);
        List<Fill> told = new ArrayList<>();
        for (int number = 1; number <= 620; number++) {
            Fill fill = ownFill(bench, number, number <= 60 || number % 2 == 0 ? Side.BUY : Side.SELL);
            told.add(fill);
            bench.hear(new ExchangeEvent.Executed(fill));
        }
        double held = bench.held(PERP);
        bench.isHeard = false;
        bench.restart();
        bench.ledgerAnswers = false;
        told.forEach(fill -> bench.hear(new ExchangeEvent.Executed(fill)));

        assertThat(bench.held(PERP)).isEqualTo(held);
    }

    private static Fill ownFill(Bench bench, int number, Side side) {
        ClientOrderId id = ClientOrderId.of(Bench.BOT, StartMark.of(Bench.START.minusSeconds(100), 1), number);
        return new Fill(new ExecutionId("x" + number), Optional.of(id), Origin.ORDER, PERP, side,
                new BigDecimal("0.001"), new BigDecimal("50000"), Fee.inQuote(BigDecimal.ZERO, "USDT"),
                Fill.Liquidity.TAKER, 0, now(bench));
    }

    @Test
    void theAnswerAboutAnEarlierGapDoesNotEndALaterOne() {
        Bench bench = Bench.trading(PERP);
        bench.isHeard = false;
        Instant first = now(bench);
        bench.hear(new ExchangeEvent.LinkChanged(LinkState.UP, first));
        bench.pass(Duration.ofSeconds(5));
        bench.hear(new ExchangeEvent.LinkChanged(LinkState.DOWN, now(bench)));
        bench.hear(new ExchangeEvent.LinkChanged(LinkState.UP, now(bench)));
        bench.hear(new ExchangeEvent.LinkChanged(LinkState.RESYNCED, first));

        assertThat(bench.engine.entriesEnded()).contains(RiskRule.LINK_DOWN);
        bench.commands.clear();
        bench.pass(Duration.ofSeconds(30));
        assertThat(bench.commands).anyMatch(EngineCommand.Resync.class::isInstance);
    }

    @Test
    void aStopThatTheAccountDoesNotHaveIsSetAgain() {
        Bench bench = Bench.trading(PERP);
        bench.bot.wish(Target.now(PERP, 0.05).stoppedAt(48_000));
        bench.quote(PERP, 50_000, 10);
        bench.pass(Duration.ofSeconds(5));
        bench.isHeard = false;
        bench.exchange.protect(PERP, Protection.none());
        bench.isHeard = true;
        bench.commands.clear();
        bench.restart();
        bench.pass(Duration.ofSeconds(20));
        bench.quote(PERP, 50_000, 10);
        bench.pass(Duration.ofSeconds(5));

        assertThat(bench.commands).contains(
                new EngineCommand.Protect(PERP, Protection.stopAt(new BigDecimal("48000.0"))));
    }

    @Test
    void anAccountOfBeforeThePositionSaysNothingOfItsStop() {
        Bench bench = Bench.trading(PERP);
        bench.quote(PERP, 50_000, 10);
        Instant before = now(bench);
        bench.pass(Duration.ofSeconds(1));
        bench.bot.wish(Target.now(PERP, 0.05).stoppedAt(48_000));
        bench.isHeard = false;
        bench.quote(PERP, 50_000, 10);
        OrderRequest entry = bench.placed().getLast();
        bench.hear(new ExchangeEvent.Executed(Fill.ofOrder(new ExecutionId("f"), entry, entry.quantity(),
                new BigDecimal("50000"), Fee.inQuote(BigDecimal.ONE, "USDT"), Fill.Liquidity.TAKER, now(bench))));
        bench.commands.clear();
        bench.hear(new ExchangeEvent.AccountSeen(new AccountState(Map.of(), Map.of(PERP, new BigDecimal("48000.0")),
                List.of(), Map.of(), before)));
        bench.pass(Duration.ofSeconds(5));

        assertThat(bench.commands).contains(
                new EngineCommand.Protect(PERP, Protection.stopAt(new BigDecimal("48000.0"))));
    }

    @Test
    void anExitLeavesTheStopWhereItIsAndSaysNothing() {
        Bench bench = Bench.trading(PERP);
        bench.bot.wish(Target.now(PERP, 0.05).stoppedAt(48_000));
        bench.quote(PERP, 50_000, 10);
        bench.pass(Duration.ofSeconds(5));
        bench.commands.clear();
        bench.bot.wish(Target.now(PERP, 0));
        bench.quote(PERP, 50_000, 0);
        bench.pass(Duration.ofSeconds(10));

        assertThat(bench.held(PERP)).isEqualTo(0.05);
        assertThat(bench.commands).noneMatch(EngineCommand.Protect.class::isInstance);
        assertThat(bench.announced()).doesNotContain(RiskRule.FALLBACK_STOP, RiskRule.UNPROTECTED);
    }

    @Test
    void whatWasConcludedBeforeARestartIsAskedAboutHoweverLongTheMachineIsUp() {
        OrderRequest concluded = new OrderRequest(
                ClientOrderId.of(Bench.BOT, StartMark.of(Bench.START, 1), 1), PERP, Side.BUY, new BigDecimal("0.01"),
                new OrderRequest.Terms.Market(), OrderRequest.Effect.ANY, Bench.START);
        LedgerSnapshot found = new FoundLedger().concluded(concluded).snapshot();
        List<EngineCommand> commands = new ArrayList<>();
        BotEngine engine = new BotEngine(Bench.BOT, StartMark.of(Bench.START.plusSeconds(60), 2),
                new WishingBot(List.of(PERP), List.of()), EngineSettings.DEFAULTS, RiskLimits.DEFAULTS, found,
                commands::add);
        long wall = Bench.START.toEpochMilli() + 60_000;
        long uptime = Duration.ofDays(30).toMillis();
        engine.on(new EngineEvent.ExchangeTold(
                new ExchangeEvent.LinkChanged(LinkState.UP, Instant.ofEpochMilli(wall)), new Moment(wall, uptime)));
        engine.on(new EngineEvent.Tick(new Moment(wall + 11_000, uptime + 11_000)));

        assertThat(commands).contains(new EngineCommand.LookUp(PERP, concluded.id(), uptime + 11_000));
    }

    @Test
    void coinsThatAreGoneAltogetherAreADifference() {
        Bench bench = Bench.trading(SPOT);
        bench.bot.wish(Target.now(SPOT, 0.05));
        bench.quote(SPOT, 50_000, 10);
        bench.isHeard = false;
        for (int time = 0; time < 3; time++) {
            bench.pass(Duration.ofSeconds(3));
            bench.hear(new ExchangeEvent.AccountSeen(new AccountState(Map.of(), Map.of(), List.of(),
                    Map.of("USDT", new BigDecimal("7000")), now(bench))));
        }

        assertThat(bench.engine.entriesEnded()).contains(RiskRule.ACCOUNT_DIFFERS);
    }

    @Test
    void coinsThatAnEndedOrderHeldBackMayBeSold() {
        Bench bench = Bench.trading(SPOT);
        bench.bot.wish(Target.now(SPOT, 0.05));
        bench.quote(SPOT, 50_000, 10);
        bench.isHeard = false;
        bench.pass(Duration.ofSeconds(3));
        bench.hear(new ExchangeEvent.AccountSeen(new AccountState(Map.of(), Map.of(),
                List.of(Told.live(SPOT, Optional.empty(), Side.SELL, OrderRequest.Effect.ANY)),
                Map.of("BTC", new BigDecimal("0.00005")), now(bench))));
        bench.isHeard = true;
        bench.bot.wish(Target.now(SPOT, 0));
        bench.quote(SPOT, 50_000, 10);

        assertThat(bench.placed().getLast().quantity()).isEqualByComparingTo("0.049");
    }

    @Test
    void coinsToldOfBeforeTheLastExecutionHoldUpNoSale() {
        Bench bench = Bench.trading(SPOT);
        bench.quote(SPOT, 50_000, 10);
        Instant before = now(bench);
        bench.bot.wish(Target.now(SPOT, 0.05));
        bench.pass(Duration.ofMillis(500));
        bench.quote(SPOT, 50_000, 10);
        bench.isHeard = false;
        bench.hear(new ExchangeEvent.AccountSeen(new AccountState(Map.of(), Map.of(), List.of(),
                Map.of("BTC", new BigDecimal("0.0002")), before)));
        bench.bot.wish(Target.now(SPOT, 0.02));
        bench.pass(Duration.ofSeconds(20));
        bench.quote(SPOT, 50_000, 10);

        assertThat(bench.placed()).hasSize(2);
        assertThat(bench.placed().getLast().quantity()).isEqualByComparingTo("0.029");
    }

    private static Instant now(Bench bench) {
        return Instant.ofEpochMilli(bench.nowMillis());
    }
}
