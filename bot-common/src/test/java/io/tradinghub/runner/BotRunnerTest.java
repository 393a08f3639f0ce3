package io.tradinghub.runner;

import static io.tradinghub.runner.RunnerBench.PERP;
import static io.tradinghub.runner.RunnerBench.SPOT;
import static io.tradinghub.runner.RunnerBench.START;
import static io.tradinghub.runner.RunnerBench.await;
import static io.tradinghub.runner.RunnerBench.candle;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

import io.tradinghub.bot.BotId;
import io.tradinghub.market.Candle;
import io.tradinghub.market.MarketEvent;
import io.tradinghub.market.StoreUnavailableException;
import io.tradinghub.order.ClientOrderId;
import io.tradinghub.order.ExecutionId;
import io.tradinghub.order.Fee;
import io.tradinghub.order.Fill;
import io.tradinghub.order.LedgerEntry;
import io.tradinghub.order.OrderRequest;
import io.tradinghub.order.Origin;
import io.tradinghub.order.Side;
import io.tradinghub.order.StartMark;
import io.tradinghub.risk.HaltState;
import io.tradinghub.risk.RiskRule;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class BotRunnerTest {
    private final RunnerBench bench = new RunnerBench();

    @AfterEach
    void stop() throws InterruptedException {
        bench.stop();
    }

    @Test
    void warmsUpThenTradesAndShowsItsPosition() {
        bench.wanted = 0.05;
        bench.start();
        bench.market.add(new MarketEvent.CandleClosed(candle(0)));
        bench.quoteUntil(() -> bench.fills() == 1);
        await(() -> bench.shows("0.05"));
        assertThat(bench.seen).extracting(Candle::openTime).containsExactly(START.minusSeconds(120),
                START.minusSeconds(60), START);
    }

    @Test
    void rebuildsTheBoardFromTheLedger() {
        bench.wanted = 0.05;
        bench.board.show(PERP, BigDecimal.TEN);
        bench.start();
        await(() -> bench.shows("0"));
        bench.quoteUntil(() -> bench.fills() == 1);
        await(() -> bench.shows("0.05"));
    }

    @Test
    void sendsNoEntryWithoutTheLedgerAndGoesOnWhenItIsBack() {
        bench.startUp();
        bench.ledger.goAway();
        bench.wanted = 0.05;
        bench.quoteUntil(() -> bench.statuses.size() > 2);
        assertThat(bench.sent).isEmpty();
        bench.ledger.comeBack();
        bench.quoteUntil(() -> bench.fills() == 1);
    }

    @Test
    void sendsAnExitWithoutTheLedgerAndBooksItWhenItIsBack() {
        bench.start();
        bench.wanted = 0.05;
        bench.quoteUntil(() -> bench.fills() == 1);
        bench.ledger.goAway();
        bench.wanted = 0;
        bench.quoteUntil(() -> bench.sent.size() == 2);
        bench.quoteUntil(() -> bench.shows("0"));
        bench.ledger.comeBack();
        bench.quoteUntil(() -> bench.fills() == 2);
    }

    @Test
    void sendsExitsOnlyWhileItsLeaseIsNotProved() {
        bench.start();
        bench.wanted = 0.05;
        bench.quoteUntil(() -> bench.fills() == 1);
        bench.isLeaseProved = false;
        bench.quoteUntil(() -> bench.statuses.getLast().entriesEndedBy().equals(Optional.of("LEASE_UNPROVED")));
        bench.wanted = 0.1;
        int shownBefore = bench.statuses.size();
        bench.quoteUntil(() -> bench.statuses.size() > shownBefore + 1);
        assertThat(bench.sent).hasSize(1);
        bench.wanted = 0;
        bench.quoteUntil(() -> bench.fills() == 2);
        bench.wanted = 0.05;
        bench.isLeaseProved = true;
        bench.quoteUntil(() -> bench.fills() == 3);
    }

    @Test
    void itsStartIsNewerThanAnEarlierOneWhoseClockWasAhead() {
        StartMark ahead = StartMark.of(START.plusSeconds(3_600), 1);
        bench.ledger.commitIntent(new OrderRequest(ClientOrderId.of(new BotId("bot_1"), ahead, 1), PERP, Side.BUY,
                new BigDecimal("0.01"), new OrderRequest.Terms.Market(), OrderRequest.Effect.ANY, START));
        bench.start();
        bench.wanted = 0.05;
        bench.quoteUntil(() -> bench.fills() == 1);
        assertThat(bench.sent.getFirst().id().start().filter(mark -> mark.isNewerThan(ahead))).isPresent();
    }

    @Test
    void startsAnewWhenTheLedgerKnowsOfOtherPositions() throws InterruptedException {
        bench.startUp();
        bench.wanted = 0.05;
        bench.quoteUntil(() -> bench.fills() == 1);
        bench.ledger.record(fill("elsewhere"));
        bench.ledger.goAway();
        bench.wanted = 0;
        bench.quoteUntil(() -> bench.sent.size() == 2);
        bench.ledger.comeBack();
        bench.awaitEnd();
        assertThat(bench.failure).hasMessageContaining("the engine counted").hasMessageContaining("spot:BTCUSDT");
    }

    @Test
    void saysWhatItWaitsForAndTradesWhenItIsThere() {
        bench.areRulesPublished = false;
        bench.history.clear();
        bench.start();
        await(() -> !bench.statuses.isEmpty() && bench.statuses.getLast().waitingFor().size() == 2);
        assertThat(bench.statuses.getLast().waitingFor())
                .anyMatch(line -> line.startsWith("trading rules of linear:BTCUSDT"))
                .anyMatch(line -> line.startsWith("history of linear:BTCUSDT:1"));
        bench.wanted = 0.05;
        bench.areRulesPublished = true;
        bench.quoteUntil(() -> bench.statuses.getLast().waitingFor().size() == 1);
        assertThat(bench.sent).isEmpty();
        bench.history.add(List.of(candle(-2), candle(-1)));
        bench.quoteUntil(() -> bench.fills() == 1);
    }

    @Test
    void goesOnWhenTheLiveStoreRefusesToShowIt() {
        bench.startUp();
        bench.liveStoreFault = new IllegalStateException("WRONGTYPE");
        bench.wanted = 0.05;
        bench.quoteUntil(() -> bench.fills() == 1);
        await(() -> bench.shows("0.05"));
        int shownBefore = bench.statuses.size();
        bench.liveStoreFault = null;
        bench.quoteUntil(() -> bench.statuses.size() > shownBefore);
    }

    @Test
    void writesDownWhatTheHaltSwitchSays() {
        bench.startUp();
        bench.halt = HaltState.HALTED;
        await(() -> switched().equals(List.of(RiskRule.HALTED)));
        bench.halt = HaltState.RUNNING;
        await(() -> switched().equals(List.of(RiskRule.HALTED, RiskRule.RESUMED)));
    }

    @Test
    void goesOnWhenItCannotShowIt() {
        bench.startUp();
        bench.liveStoreFault = new StoreUnavailableException("told to be away", new IOException("away"));
        bench.board.becomeAway(true);
        bench.wanted = 0.05;
        bench.quoteUntil(() -> bench.fills() == 1);
        bench.liveStoreFault = null;
        bench.board.becomeAway(false);
        await(() -> bench.shows("0.05"));
    }

    @Test
    void anExchangeThatTellsMuchAtOnceDoesNotStopTheBot() {
        bench.repeats = 20_000;
        bench.wanted = 0.05;
        bench.start();
        bench.quoteUntil(() -> bench.fills() == 1);
        bench.wanted = 0;
        bench.quoteUntil(() -> bench.fills() == 2);
    }

    private Fill fill(String execution) {
        return new Fill(new ExecutionId(execution), Optional.empty(), Origin.MANUAL, SPOT, Side.BUY,
                new BigDecimal("0.01"), new BigDecimal("50000"), Fee.inQuote(BigDecimal.ONE, "USDT"),
                Fill.Liquidity.TAKER, 0, bench.clock.instant());
    }

    private List<RiskRule> switched() {
        return bench.ledger.events().stream().filter(LedgerEntry.RiskEvent.class::isInstance)
                .map(LedgerEntry.RiskEvent.class::cast).map(LedgerEntry.RiskEvent::rule)
                .filter(rule -> rule == RiskRule.HALTED || rule == RiskRule.RESUMED).toList();
    }
}
