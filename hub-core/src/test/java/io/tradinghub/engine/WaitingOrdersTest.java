package io.tradinghub.engine;

import static io.tradinghub.engine.Bench.PERP;
import static io.tradinghub.engine.Bench.SPOT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;

import io.tradinghub.bot.Target;
import io.tradinghub.exchange.ExchangeEvent;
import io.tradinghub.exchange.RefusalKind;
import io.tradinghub.exchange.paper.PaperFaults;
import io.tradinghub.ledger.LeaseLostException;
import io.tradinghub.order.ExecutionId;
import io.tradinghub.order.Fill;
import io.tradinghub.order.LedgerEntry.FundingPayment;
import io.tradinghub.order.LedgerEntry.RiskEvent;
import io.tradinghub.order.OrderRequest;
import io.tradinghub.order.OrderStatus;
import io.tradinghub.order.Origin;
import io.tradinghub.order.Side;
import io.tradinghub.risk.HaltState;
import io.tradinghub.risk.RiskRule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What becomes of orders while the ledger does not answer, or answers late.
final class WaitingOrdersTest {

    private static Bench holding() {
        Bench bench = Bench.trading(PERP);
        bench.bot.wish(Target.now(PERP, 0.05));
        bench.quote(PERP, 50_000, 10);
        bench.pass(Duration.ofSeconds(2));
        return bench;
    }

    private static void wantNothing(Bench bench) {
        bench.bot.wish(Target.now(PERP, 0));
        bench.quote(PERP, 50_000, 10);
    }

    @Test
    void anExitThatWaitedForTheLedgerWaitsForTheDiskNoLongerThanItsDeadline() {
        Bench bench = holding();
        bench.ledgerAnswers = false;
        bench.file.isSlow = true;
        wantNothing(bench);
        bench.pass(Duration.ofMillis(500));
        assertThat(bench.file.intents).hasSize(1);
        bench.pass(Duration.ofMillis(199));
        assertThat(bench.placed()).hasSize(1);
        bench.pass(Duration.ofMillis(1));
        assertThat(bench.placed()).hasSize(2);
        assertThat(bench.file.intents).as("written once").hasSize(1);
        bench.ledgerComesBack();
        bench.pass(Duration.ofSeconds(1));
        assertThat(bench.placed()).as("sent once").hasSize(2);
    }

    @Test
    void anEntryThatIsCommittedAtItsDeadlineNeverLeavesAndOneJustBeforeDoes() {
        for (int millis : new int[]{499, 500}) {
            Bench bench = Bench.trading(PERP);
            bench.ledgerAnswers = false;
            bench.bot.wish(Target.now(PERP, 0.05));
            bench.quote(PERP, 50_000, 10);
            bench.standStill(Duration.ofMillis(millis));
            bench.ledgerComesBack();
            assertThat(bench.placed()).as("committed after %d ms", millis).hasSize(millis == 499 ? 1 : 0);
        }
    }

    @Test
    void theLedgerLearnsThatAnEntryNeverLeft() {
        Bench bench = Bench.trading(PERP);
        bench.ledgerAnswers = false;
        bench.bot.wish(Target.now(PERP, 0.05));
        bench.quote(PERP, 50_000, 10);
        OrderRequest entry = bench.commands.stream().filter(EngineCommand.Place.class::isInstance)
                .map(command -> ((EngineCommand.Place) command).requests().getFirst()).findFirst().orElseThrow();
        bench.halt(HaltState.HALTED);
        bench.ledgerComesBack();
        bench.pass(Duration.ofSeconds(1));

        assertThat(bench.ledger.status(entry.id())).isEqualTo(OrderStatus.REJECTED);
        assertThat(bench.engine.isEntering()).isFalse();
        assertThat(bench.placed()).isEmpty();
        assertThat(bench.givenUp).containsExactly(entry);
    }

    @Test
    void anEntryThatIsWantedAtTheMomentTheLedgerGoesAwayNeverWaits() {
        Bench bench = Bench.trading(PERP, SPOT);
        bench.quote(PERP, 50_000, 10);
        bench.quote(SPOT, 50_000, 10);
        bench.ledgerGoesAway();
        bench.bot.wish(Target.now(PERP, 0.05), Target.now(SPOT, 0.05));
        bench.quote(PERP, 50_000, 10);
        assertThat(bench.givenUp).as("the other's intent is with the ledger already").hasSize(1);
        bench.pass(Duration.ofMillis(500));
        assertThat(bench.givenUp).extracting(OrderRequest::instrument).containsExactlyInAnyOrder(PERP, SPOT);
        assertThat(bench.engine.isEntering()).isFalse();
        bench.ledgerComesBack();
        assertThat(bench.placed()).isEmpty();
    }

    @Test
    void eachExitLeavesWithItsOwnFlush() {
        Bench bench = Bench.trading(PERP, SPOT);
        bench.bot.wish(Target.now(PERP, 0.05), Target.now(SPOT, 0.05));
        bench.quote(PERP, 50_000, 10);
        bench.quote(SPOT, 50_000, 10);
        bench.pass(Duration.ofSeconds(2));
        bench.pass(Duration.ofSeconds(2));
        bench.ledgerGoesAway();
        bench.file.isSlow = true;
        bench.bot.wish(Target.now(PERP, 0), Target.now(SPOT, 0));
        bench.quote(PERP, 50_000, 10);
        bench.quote(SPOT, 50_000, 10);
        assertThat(bench.file.intents).hasSize(2);
        assertThat(bench.placed()).hasSize(2);
        bench.file.flush(bench.file.intents.getLast());
        assertThat(bench.placed()).hasSize(3).last().isEqualTo(bench.file.intents.getLast());
        bench.file.flush(bench.file.intents.getLast());
        assertThat(bench.placed()).as("sent once").hasSize(3);
        bench.file.flush(bench.file.intents.getFirst());
        assertThat(bench.placed()).hasSize(4);
    }

    @Test
    void bothLegsWaitForBothIntents() {
        Bench bench = Bench.hedging(PaperFaults.NONE);
        bench.bot.wish(Target.now(SPOT, 0.05), Target.now(PERP, -0.05));
        bench.quote(SPOT, 50_000, 10);
        bench.ledger.withCommit(() -> assertThat(bench.placed()).isEmpty());
        bench.quote(PERP, 50_050, 10);

        assertThat(bench.placed()).hasSize(2);
    }

    @Test
    void aLedgerThatRefusesEndsTheProcess() {
        Bench bench = holding();
        bench.ledger.loseLease();
        assertThatThrownBy(() -> wantNothing(bench)).isInstanceOf(LeaseLostException.class);
    }

    @ParameterizedTest
    @CsvSource({"RECEIVED,ACCEPTED", "FIXABLE,REJECTED", "DUPLICATE,UNKNOWN", "UNANSWERED,UNKNOWN"})
    void theLedgerKnowsWhatTheExchangeAnswered(String answer, OrderStatus status) {
        Bench bench = Bench.trading(PERP);
        bench.isHeard = false;
        bench.bot.wish(Target.now(PERP, 0.05));
        bench.quote(PERP, 50_000, 10);
        OrderRequest entry = bench.placed().getLast();
        bench.hear(switch (answer) {
            case "RECEIVED" -> Told.received(bench, entry);
            case "UNANSWERED" -> Told.unanswered(entry, Told.now(bench));
            default -> Told.refused(entry, RefusalKind.valueOf(answer));
        });

        assertThat(bench.ledger.status(entry.id())).isEqualTo(status);
    }

    @Test
    void anExecutionThatTheEngineKnowsIsNotBookedAgainWhileTheLedgerIsAway() {
        Bench bench = holding();
        bench.ledgerGoesAway();
        wantNothing(bench);
        int booked = bench.file.entries.size();
        bench.ledger.events().stream().filter(Fill.class::isInstance).map(Fill.class::cast)
                .forEach(fill -> bench.hear(new ExchangeEvent.Executed(fill)));

        assertThat(bench.file.entries).hasSize(booked);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void entriesStayEndedExactlyAsLongAsTheLedgerIsAway(boolean hangs) {
        Bench bench = holding();
        if (hangs) {
            bench.ledgerAnswers = false;
        } else {
            bench.ledgerGoesAway();
        }
        bench.bot.wish(Target.now(PERP, 0.06));
        bench.quote(PERP, 50_000, 10);
        bench.pass(Duration.ofMillis(600));
        assertThat(bench.isLedgerAway()).isTrue();
        assertThat(bench.isRecorded()).isFalse();
        assertThat(bench.engine.entriesEnded()).contains(RiskRule.LEDGER_AWAY);
        bench.bot.wish(Target.now(PERP, 0.05));
        bench.quote(PERP, 50_000, 10);
        bench.ledgerComesBack();
        assertThat(bench.isLedgerAway()).isFalse();
        assertThat(bench.isRecorded()).isTrue();
        assertThat(bench.engine.entriesEnded()).isEmpty();
        assertThat(bench.ledgerChanges).containsExactly(
                Optional.of(hangs ? "the ledger has not answered for 500 ms" : "told to be away"), Optional.empty());
    }

    @Test
    void aProcessWhoseLedgerKnowsOtherwiseWhenItIsBackStartsAnew() {
        Bench bench = holding();
        bench.ledgerGoesAway();
        wantNothing(bench);
        bench.ledger.comeBack();
        bench.ledger.record(((ExchangeEvent.Executed) Told.executed(bench, bench.placed().getFirst(), "other", "0.01"))
                .fill());
        bench.ledgerComesBack();

        assertThat(bench.lives).hasSize(2);
    }

    @Test
    void anEntryHasItsWholeDeadlineAlsoAfterTheProcessStoodStill() {
        Bench bench = Bench.trading(PERP);
        bench.ledgerAnswers = false;
        bench.standStill(Duration.ofMillis(400));
        bench.bot.wish(Target.now(PERP, 0.05));
        bench.quote(PERP, 50_000, 10);
        bench.pass(Duration.ofMillis(499));
        assertThat(bench.givenUp).isEmpty();
    }

    @Test
    void whatTheExchangeToldBeforeIsHeardFirst() {
        Bench bench = holding();
        bench.exchange.tradeOtherwise(Origin.MANUAL, PERP, Side.BUY, new BigDecimal("0.01"));
        bench.tell(new EngineEvent.Noted(RiskRule.INTENT_FILE_FAILED, "full", bench.moment()));

        assertThat(bench.events.getLast()).isInstanceOf(EngineEvent.Noted.class);
        assertThat(bench.held(PERP)).isEqualTo(0.06);
        assertThat(bench.ledger.events()).filteredOn(RiskEvent.class::isInstance)
                .extracting(event -> ((RiskEvent) event).rule())
                .contains(RiskRule.FOREIGN_EXECUTION, RiskRule.INTENT_FILE_FAILED);
    }

    @Test
    void fundingThatTheExchangeTellsIsBooked() {
        Bench bench = holding();
        bench.hear(new ExchangeEvent.FundingPaid(new FundingPayment(new ExecutionId("p"), PERP, new BigDecimal("3"),
                BigDecimal.ONE, BigDecimal.ONE, Bench.START)));

        assertThat(bench.ledger.load().funding()).isEqualByComparingTo("3");
    }
}
