package io.tradinghub.engine;

import static io.tradinghub.engine.Bench.PERP;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.tradinghub.bot.Target;
import io.tradinghub.bot.Targets;
import io.tradinghub.exchange.ExchangeEvent;
import io.tradinghub.exchange.ExchangeEvent.Answer;
import io.tradinghub.exchange.ExchangeEvent.LinkState;
import io.tradinghub.exchange.RefusalKind;
import io.tradinghub.exchange.paper.PaperFaults;
import io.tradinghub.ledger.LedgerSnapshot;
import io.tradinghub.market.Quote;
import io.tradinghub.order.ExecutionId;
import io.tradinghub.order.Fee;
import io.tradinghub.order.Fill;
import io.tradinghub.order.OrderReport;
import io.tradinghub.order.OrderRequest;
import io.tradinghub.order.OrderStatus;
import io.tradinghub.order.Origin;
import io.tradinghub.order.Side;
import io.tradinghub.order.StartMark;
import io.tradinghub.position.Position;
import io.tradinghub.risk.HaltState;
import io.tradinghub.risk.RiskLimits;
import io.tradinghub.risk.RiskRule;
import io.tradinghub.testing.FoundLedger;
import org.junit.jupiter.api.Test;

/// Orders that are not what they were, positions that nothing can be traded in, and people who want to be flat.
final class OrderSurprisesTest {

    @Test
    void aReduceOnlyOrderThatTheExchangeShrankIsStillTheSame() {
        Bench bench = Bench.trading(PERP);
        bench.bot.wish(Target.now(PERP, 0.05));
        bench.quote(PERP, 50_000, 10);
        bench.pass(Duration.ofSeconds(2));
        bench.bot.wish(Target.at(PERP, 0, 55_000));
        bench.quote(PERP, 50_000, 10);
        OrderRequest exit = bench.placed().getLast();
        bench.hear(live(bench, exit, new BigDecimal("0.03")));
        bench.pass(Duration.ofSeconds(3));
        bench.quote(PERP, 50_000, 10);

        assertThat(bench.announced()).doesNotContain(RiskRule.DUPLICATE_ID);
        assertThat(bench.placed().getLast()).isEqualTo(exit);
    }

    @Test
    void anOrderThatWasRefusedAndLivesAllTheSameIsCancelled() {
        Bench bench = Bench.trading(PERP);
        bench.isHeard = false;
        bench.bot.wish(Target.at(PERP, 0.05, 45_000));
        bench.quote(PERP, 50_000, 10);
        OrderRequest order = bench.placed().getFirst();
        bench.hear(new ExchangeEvent.Answered(order.id(), new Answer.Refused(RefusalKind.FIXABLE, "busy")));
        bench.hear(live(bench, order, order.quantity()));

        assertThat(bench.commands).contains(new EngineCommand.Cancel(PERP, order.id()));
    }

    private static ExchangeEvent live(Bench bench, OrderRequest order, BigDecimal quantity) {
        return new ExchangeEvent.OrderSeen(new OrderReport(order.id(), OrderStatus.ACCEPTED, Optional.empty(),
                BigDecimal.ZERO, Optional.empty(), Instant.ofEpochMilli(bench.nowMillis())), PERP, order.side(),
                quantity);
    }

    @Test
    void anOrderToBeFlatHoldsWhileTheSwitchCannotBeRead() {
        Bench bench = Bench.trading(PERP);
        bench.bot.wish(Target.now(PERP, 0.05));
        bench.quote(PERP, 50_000, 10);
        bench.pass(Duration.ofSeconds(2));
        bench.isHeard = false;
        bench.halt(HaltState.FLATTENING);
        bench.halt(HaltState.UNREADABLE);
        bench.isHeard = true;
        bench.pass(Duration.ofSeconds(60));

        assertThat(bench.held(PERP)).isZero();
    }

    @Test
    void aPerpetualWithoutRulesIsClosedAsAWholeWhenItIsNotWanted() {
        Fill bought = new Fill(new ExecutionId("a"), Optional.empty(), Origin.MANUAL, PERP, Side.BUY,
                new BigDecimal("0.1"), new BigDecimal("50000"), Fee.inQuote(BigDecimal.ZERO, "USDT"),
                Fill.Liquidity.TAKER, 0, Bench.START);
        List<EngineCommand> commands = new ArrayList<>();
        WishingBot bot = new WishingBot(List.of(PERP), List.of());
        bot.wish(Target.now(PERP, 0));
        BotEngine engine = new BotEngine(Bench.BOT, StartMark.of(Bench.START, 2), bot, EngineSettings.DEFAULTS,
                RiskLimits.DEFAULTS, holding(Position.flat(PERP).apply(bought).adopted()), commands::add);
        long wall = Bench.START.toEpochMilli();
        engine.on(told(LinkState.UP, wall, 0));
        engine.on(new EngineEvent.Tick(new Moment(wall + 11_000, 11_000)));
        engine.on(told(LinkState.RESYNCED, wall + 11_000, 11_000));
        engine.on(new EngineEvent.QuoteChanged(
                new Quote(PERP, 30_000, 1, 30_001, 1, Instant.ofEpochMilli(wall + 12_000)),
                new Moment(wall + 12_000, 12_000)));

        assertThat(commands).filteredOn(EngineCommand.Place.class::isInstance).hasSize(1).first()
                .satisfies(command -> {
                    OrderRequest order = ((EngineCommand.Place) command).requests().getFirst();
                    assertThat(order.quantity()).isEqualByComparingTo("0.1");
                    assertThat(order.side()).isEqualTo(Side.SELL);
                    assertThat(order.isEntry()).isFalse();
                });
    }

    private static EngineEvent told(LinkState state, long wallMillis, long steadyMillis) {
        return new EngineEvent.ExchangeTold(
                new ExchangeEvent.LinkChanged(state, Instant.ofEpochMilli(wallMillis)),
                new Moment(wallMillis, steadyMillis));
    }

    private static LedgerSnapshot holding(Position position) {
        return new FoundLedger().positions(position).snapshot();
    }

    @Test
    void aBotThatStopsIsNotAskedAnyMore() {
        boolean[] stopping = {false};
        Bench bench = new Bench(new WishingBot(List.of(PERP), List.of(), _ -> {
            assertThat(stopping[0]).as("asked after it was told to stop").isFalse();
            return Targets.of(Target.now(PERP, 0.05));
        }), RiskLimits.DEFAULTS, PaperFaults.NONE);
        bench.quote(PERP, 50_000, 10);
        stopping[0] = true;
        bench.tell(new EngineEvent.Stopping(bench.moment()));
        bench.quote(PERP, 50_000, 10);

        assertThat(bench.engine.entriesEnded()).as("nobody halted it").isEmpty();
        assertThat(bench.engine.isEntering()).isFalse();

        assertThat(bench.held(PERP)).isEqualTo(0.05);
    }
}
