package io.tradinghub.runner;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.tradinghub.bot.BotId;
import io.tradinghub.market.Candle;
import io.tradinghub.market.MarketEvent;
import io.tradinghub.market.SettledFunding;
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
import io.tradinghub.status.Health;
import io.tradinghub.status.Health.Work;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class BotRunnerTest extends RunnerBench {
    @Test
    void warmsUpThenTradesAndShowsItsPosition() {
        wanted = 0.05;
        start();
        market.add(new MarketEvent.CandleClosed(candle(0)));
        quoteUntil(() -> fills() == 1);
        await(() -> shows("0.05"));
        assertThat(seen).extracting(Candle::openTime).containsExactly(START.minusSeconds(120),
                START.minusSeconds(60), START);
    }

    @Test
    void booksWhatHappenedWhileItWasGoneAlsoWhenTheRulesComeLate() {
        wanted = 0.05;
        ledger.record(new Fill(new ExecutionId("e1"), Optional.empty(), Origin.MANUAL, PERP, Side.BUY,
                new BigDecimal("0.05"), new BigDecimal("50000"), Fee.inQuote(BigDecimal.ONE, "USDT"),
                Fill.Liquidity.TAKER, 0, START.minusSeconds(400)));
        ledger.record(new LedgerEntry.StopMoved(PERP, Optional.of(new BigDecimal("49500")), START.minusSeconds(400)));
        ledger.record(new LedgerEntry.EquitySnapshot(START.minusSeconds(300), BigDecimal.TEN, BigDecimal.ZERO,
                BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO));
        settlements.add(new SettledFunding(PERP, 0.0001, START.minusSeconds(360)));
        settlements.add(new SettledFunding(PERP, 0.0002, START.minusSeconds(60)));
        history.add(List.of(new Candle(SERIES, START.minusSeconds(60).toEpochMilli(), 50_000, 50_000, 49_000, 50_000,
                1, 50_000)));
        areRulesPublished = false;
        start();
        await(() -> seen.size() == 2);
        assertThat(fills()).isEqualTo(1);

        areRulesPublished = true;
        await(() -> fills() >= 2);

        assertThat(ledger.events()).filteredOn(LedgerEntry.FundingPayment.class::isInstance).singleElement()
                .extracting(payment -> ((LedgerEntry.FundingPayment) payment).amount().stripTrailingZeros())
                .isEqualTo(new BigDecimal("-0.5"));
        assertThat(ledger.events()).filteredOn(Fill.class::isInstance).element(1)
                .extracting(fill -> ((Fill) fill).origin()).isEqualTo(Origin.STOP);
    }

    @Test
    void rebuildsTheBoardFromTheLedger() {
        wanted = 0.05;
        board.show(Map.of(PERP, BigDecimal.TEN));
        start();
        await(() -> shows("0"));
        quoteUntil(() -> fills() == 1);
        await(() -> shows("0.05"));
    }

    @Test
    void waitsForALedgerThatBreaksOffBeforeItIsRead() {
        ledger.goAway();
        start();
        pass(Duration.ofSeconds(20));
        assertThat(failure).isNull();
        assertThat(statuses).isEmpty();
        ledger.comeBack();
        wanted = 0.05;
        quoteUntil(() -> fills() == 1);
    }

    @Test
    void sendsNoEntryWithoutTheLedgerAndGoesOnWhenItIsBack() {
        startUp();
        ledger.goAway();
        wanted = 0.05;
        quoteUntil(() -> statuses.size() > 2);
        assertThat(sent).isEmpty();
        ledger.comeBack();
        quoteUntil(() -> fills() == 1);
    }

    @Test
    void sendsAnExitWithoutTheLedgerAndBooksItWhenItIsBack() {
        start();
        wanted = 0.05;
        quoteUntil(() -> fills() == 1);
        ledger.goAway();
        wanted = 0;
        quoteUntil(() -> sent.size() == 2);
        quoteUntil(() -> shows("0"));
        ledger.comeBack();
        quoteUntil(() -> fills() == 2);
    }

    @Test
    void sendsExitsOnlyWhileItsLeaseIsNotProved() {
        start();
        wanted = 0.05;
        quoteUntil(() -> fills() == 1);
        isLeaseProved = false;
        quoteUntil(() -> statuses.getLast().entriesEndedBy().equals(Optional.of("LEASE_UNPROVED")));
        wanted = 0.1;
        int shownBefore = statuses.size();
        quoteUntil(() -> statuses.size() > shownBefore + 1);
        assertThat(sent).hasSize(1);
        wanted = 0;
        quoteUntil(() -> fills() == 2);
        wanted = 0.05;
        isLeaseProved = true;
        quoteUntil(() -> fills() == 3);
    }

    @Test
    void itsStartIsNewerThanAnEarlierOneWhoseClockWasAhead() {
        StartMark ahead = StartMark.of(START.plusSeconds(3_600), 1);
        ledger.commitIntent(new OrderRequest(ClientOrderId.of(new BotId("bot_1"), ahead, 1), PERP, Side.BUY,
                new BigDecimal("0.01"), new OrderRequest.Terms.Market(), OrderRequest.Effect.ANY, START));
        start();
        wanted = 0.05;
        quoteUntil(() -> fills() == 1);
        assertThat(sent.getFirst().id().start().filter(mark -> mark.isNewerThan(ahead))).isPresent();
    }

    @ParameterizedTest
    @CsvSource({"900,1", "1100,0", "-1100,0"})
    void entersByAClockThatIsNoMoreThanASecondOff(int stampsAheadMillis, int entries) {
        startUp();
        stampsAhead = Duration.ofMillis(stampsAheadMillis);
        quoteFor(Duration.ofSeconds(2));
        wanted = 0.05;
        quoteFor(Duration.ofSeconds(2));
        assertThat(sent).hasSize(entries);
    }

    @Test
    void startsAnewWhenTheLedgerKnowsOfOtherPositions() {
        startUp();
        wanted = 0.05;
        quoteUntil(() -> fills() == 1);
        ledger.record(fill("elsewhere"));
        ledger.goAway();
        wanted = 0;
        quoteUntil(() -> sent.size() == 2);
        ledger.comeBack();
        awaitEnd();
        assertThat(failure).hasMessageContaining("the engine counted").hasMessageContaining("spot:BTCUSDT");
    }

    @Test
    void saysWhatItWaitsForAndTradesWhenItIsThere() {
        areRulesPublished = false;
        history.clear();
        start();
        await(() -> !statuses.isEmpty() && statuses.getLast().waitingFor().size() == 2);
        assertThat(statuses.getLast().waitingFor())
                .anyMatch(line -> line.startsWith("trading rules of linear:BTCUSDT"))
                .anyMatch(line -> line.startsWith("history of linear:BTCUSDT:1"));
        wanted = 0.05;
        areRulesPublished = true;
        quoteUntil(() -> statuses.getLast().waitingFor().size() == 1);
        assertThat(sent).isEmpty();
        history.add(List.of(candle(-2), candle(-1)));
        quoteUntil(() -> fills() == 1);
    }

    @Test
    void itsWorkStandsStillWhileTheLiveStoreTakesNothingAndGoesOnAfterwards() {
        start();
        quoteUntil(() -> work() == Work.TRADING && heartbeat.text().equals("trading"));
        liveStoreFault = new StoreUnavailableException("told to be away", new IOException("away"));
        Instant last = heartbeat.last().orElseThrow();
        quoteFor(WorkWatch.BOARD_SILENCE.minusSeconds(2));
        assertThat(heartbeat.last().orElseThrow()).isAfter(last);
        quoteFor(Duration.ofSeconds(5));
        assertThat(heartbeat.text()).startsWith("waits for Redis");
        Instant stood = heartbeat.last().orElseThrow();
        quoteFor(Duration.ofSeconds(5));
        assertThat(heartbeat.last()).contains(stood);
        assertThat(requests.shown().getLast().work()).isEqualTo(Work.WAITING);
        liveStoreFault = null;
        quoteUntil(() -> heartbeat.text().equals("trading"));
        quoteUntil(() -> requests.shown().getLast().work() == Work.TRADING);
    }

    @Test
    void itsWorkStandsStillWithoutTheLedgerOrAProvedLease() {
        start();
        quoteUntil(() -> work() == Work.TRADING);
        ledger.goAway();
        wanted = 0.05;
        quoteUntil(() -> heartbeat.text().startsWith("waits for the ledger"));
        ledger.comeBack();
        quoteUntil(() -> work() == Work.TRADING);
        isLeaseProved = false;
        quoteUntil(() -> heartbeat.text().startsWith("waits for the lease"));
        isLeaseProved = true;
        quoteUntil(() -> work() == Work.TRADING);
    }

    @Test
    void aHaltIsShownAsWorkAndRenewed() {
        halt = HaltState.HALTED;
        start();
        quoteUntil(() -> requests.shown().contains(new Health(Work.HALTED, "")));
        int shown = requests.shown().size();
        quoteFor(Duration.ofSeconds(31));
        assertThat(requests.shown()).hasSizeBetween(shown + 2, shown + 4).endsWith(new Health(Work.HALTED, ""));
        assertThat(heartbeat.text()).isEqualTo("halted");
    }

    private Work work() {
        return statuses.isEmpty() ? Work.WAITING : statuses.getLast().health().work();
    }

    @Test
    void goesOnWhenTheLiveStoreRefusesToShowIt() {
        startUp();
        liveStoreFault = new IllegalStateException("WRONGTYPE");
        wanted = 0.05;
        quoteUntil(() -> fills() == 1);
        await(() -> shows("0.05"));
        int shownBefore = statuses.size();
        liveStoreFault = null;
        quoteUntil(() -> statuses.size() > shownBefore);
    }

    @Test
    void writesDownWhatTheHaltSwitchSays() {
        startUp();
        halt = HaltState.HALTED;
        await(() -> switched().equals(List.of(RiskRule.HALTED)));
        halt = HaltState.RUNNING;
        await(() -> switched().equals(List.of(RiskRule.HALTED, RiskRule.RESUMED)));
    }

    @Test
    void goesOnWhenItCannotShowIt() {
        startUp();
        liveStoreFault = new StoreUnavailableException("told to be away", new IOException("away"));
        board.becomeAway(true);
        wanted = 0.05;
        quoteUntil(() -> fills() == 1);
        liveStoreFault = null;
        board.becomeAway(false);
        await(() -> shows("0.05"));
    }

    @Test
    void anExchangeThatTellsMuchAtOnceDoesNotStopTheBot() {
        repeats = 20_000;
        wanted = 0.05;
        start();
        quoteUntil(() -> fills() == 1);
        wanted = 0;
        quoteUntil(() -> fills() == 2);
    }

    @Test
    void aMarketThatTellsMoreThanThereIsRoomForIsReadToItsEnd() {
        for (int count = 0; count < 10_001; count++) {
            quote();
        }
        startUp();
        pass(Duration.ofSeconds(1));
        wanted = 0.05;
        quoteUntil(() -> fills() == 1);
    }

    @Test
    void tradesAgainWhenItsFeedIsBack() {
        startUp();
        feedFault = new StoreUnavailableException("told to be away", new IOException("away"));
        pass(Duration.ofSeconds(9));
        wanted = 0.05;
        feedFault = null;
        quoteUntil(() -> fills() == 1);
    }
}
