package io.tradinghub.engine;

import static io.tradinghub.engine.Bench.PERP;
import static io.tradinghub.engine.Bench.SPOT;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;

import io.tradinghub.bot.Target;
import io.tradinghub.exchange.paper.PaperFaults;
import io.tradinghub.ledger.LedgerSnapshot;
import io.tradinghub.order.Fill;
import io.tradinghub.order.OrderRequest;
import io.tradinghub.order.OrderRequest.Effect;
import io.tradinghub.order.OrderStatus;
import io.tradinghub.risk.HaltState;
import io.tradinghub.risk.RiskRule;
import org.junit.jupiter.api.Test;

/// No exit waits for PostgreSQL, and no entry leaves without it.
final class ExitWithoutLedgerTest {

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
    void anExitLeavesWhileTheLedgerIsAwayAndIsBookedWhenItIsBack() {
        Bench bench = holding();
        bench.ledgerGoesAway();
        wantNothing(bench);
        assertThat(bench.placed()).hasSize(2);
        assertThat(bench.held(PERP)).isZero();
        assertThat(bench.file.intents).containsExactly(bench.placed().getLast());
        assertThat(bench.file.entries).hasAtLeastOneElementOfType(Fill.class);
        bench.ledgerComesBack();
        bench.pass(Duration.ofSeconds(1));
        assertThat(bench.ledger.status(bench.placed().getLast().id())).isEqualTo(OrderStatus.FILLED);
        assertThat(bench.isLedgerAway()).isFalse();
        assertThat(bench.file.cleared).isEqualTo(1);
        assertThat(bench.placed()).hasSize(2);
    }

    @Test
    void aFactThatTheLedgerRefusesHoldsNothingElseUpAndEndsEntries() {
        Bench bench = Bench.trading(PERP);
        bench.ledger.refuse(fact -> fact instanceof Fill);
        bench.bot.wish(Target.now(PERP, 0.1));
        bench.quote(PERP, 50_000, 10);
        assertThat(bench.held(PERP)).isEqualTo(0.1);
        assertThat(bench.file.entries).hasAtLeastOneElementOfType(Fill.class);
        assertThat(bench.isLedgerAway()).isTrue();
        assertThat(bench.ledgerChanges).last().asString().contains("mend the database", "told to refuse");
        bench.ledger.refuse(_ -> false);

        bench.bot.wish(Target.now(PERP, 0.2));
        bench.quote(PERP, 50_000, 10);
        bench.pass(Duration.ofMinutes(1));
        bench.quote(PERP, 50_000, 10);
        assertThat(bench.placed()).as("no entry before the next start").hasSize(1);

        wantNothing(bench);
        assertThat(bench.held(PERP)).isZero();
        assertThat(bench.ledger.status(bench.placed().getLast().id())).isEqualTo(OrderStatus.FILLED);
        assertThat(bench.file.cleared).as("the next start books what was refused").isZero();
    }

    @Test
    void anExitWaitsNoLongerThanHalfASecondForALedgerThatHangs() {
        Bench bench = holding();
        bench.ledgerAnswers = false;
        wantNothing(bench);
        bench.pass(Duration.ofMillis(499));
        assertThat(bench.placed()).hasSize(1);
        bench.pass(Duration.ofMillis(2));
        assertThat(bench.placed()).hasSize(2);
        assertThat(bench.held(PERP)).isZero();
    }

    @Test
    void anExitWaitsNoLongerThanItsDeadlineForTheDisk() {
        Bench bench = holding();
        bench.ledgerGoesAway();
        bench.file.isSlow = true;
        wantNothing(bench);
        bench.pass(Duration.ofMillis(199));
        assertThat(bench.placed()).hasSize(1);
        bench.pass(Duration.ofMillis(2));
        assertThat(bench.placed()).hasSize(2);
    }

    @Test
    void aFullDiskIsAnnouncedAndHoldsNoExitUp() {
        Bench bench = holding();
        bench.ledgerGoesAway();
        bench.file.isFull = true;
        wantNothing(bench);
        bench.pass(Duration.ofMillis(201));
        assertThat(bench.placed()).hasSize(2);
        assertThat(bench.announced()).contains(RiskRule.INTENT_FILE_FAILED);
    }

    @Test
    void anEntryThatIsNotCommittedInTimeNeverLeavesAlsoWhenItIsCommittedLater() {
        Bench bench = Bench.trading(PERP);
        bench.ledgerAnswers = false;
        bench.bot.wish(Target.now(PERP, 0.05));
        bench.quote(PERP, 50_000, 10);
        bench.pass(Duration.ofMillis(600));
        bench.bot.wish(Target.now(PERP, 0));
        bench.quote(PERP, 50_000, 10);
        bench.ledgerComesBack();
        bench.pass(Duration.ofSeconds(5));
        assertThat(bench.placed()).isEmpty();
        LedgerSnapshot books = bench.ledger.load();
        assertThat(books.openOrders()).isEmpty();
        assertThat(bench.ledger.orderCount()).isEqualTo(1);
    }

    @Test
    void anEntryWhoseCommitIsHeardAfterTheProcessStoodStillNeverLeaves() {
        Bench bench = Bench.trading(PERP);
        bench.ledgerAnswers = false;
        bench.bot.wish(Target.now(PERP, 0.05));
        bench.quote(PERP, 50_000, 10);
        bench.standStill(Duration.ofSeconds(30));
        bench.ledgerComesBack();
        assertThat(bench.placed()).isEmpty();
        assertThat(bench.ledger.orderCount()).isEqualTo(1);
        assertThat(bench.ledger.load().openOrders()).isEmpty();
        assertThat(bench.engine.isEntering()).isFalse();
    }

    @Test
    void anExitWhoseCommitIsHeardAfterTheProcessStoodStillLeaves() {
        Bench bench = holding();
        bench.ledgerAnswers = false;
        wantNothing(bench);
        bench.standStill(Duration.ofSeconds(30));
        bench.ledgerComesBack();
        assertThat(bench.placed()).hasSize(2);
    }

    @Test
    void anEntryDoesNotLeaveWhenEntriesEndedWhileItsIntentWasCommitted() {
        Bench bench = Bench.trading(PERP);
        bench.ledgerAnswers = false;
        bench.bot.wish(Target.now(PERP, 0.05));
        bench.quote(PERP, 50_000, 10);
        bench.halt(HaltState.HALTED);
        bench.ledgerComesBack();
        assertThat(bench.placed()).isEmpty();
    }

    @Test
    void theLegsOfAHedgeLeaveTogetherOrNotAtAll() {
        Bench bench = Bench.hedging(PaperFaults.NONE);
        bench.bot.wish(Target.now(SPOT, 0.05), Target.now(PERP, -0.05));
        bench.quote(SPOT, 50_000, 10);
        bench.ledger.withCommit(bench.ledger::goAway);
        bench.quote(PERP, 50_050, 10);
        bench.pass(Duration.ofSeconds(3));
        assertThat(bench.placed()).isEmpty();
        bench.ledger.withCommit(() -> {
        });
        bench.ledgerComesBack();
        for (int second = 0; second < 5; second++) {
            bench.pass(Duration.ofSeconds(1));
            bench.quote(SPOT, 50_000, 10);
            bench.quote(PERP, 50_050, 10);
        }
        assertThat(bench.placed()).hasSize(2);
        assertThat(bench.engine.isNaked()).isFalse();
    }

    @Test
    void aNakedLegIsClosedInTimeAlthoughTheLedgerIsAway() {
        Bench bench = Bench.hedging(PaperFaults.NONE);
        bench.bot.wish(Target.now(SPOT, 0.05), Target.now(PERP, -0.05));
        bench.quote(SPOT, 50_000, 0);
        bench.quote(PERP, 50_050, 10);
        assertThat(bench.held(PERP)).isEqualTo(-0.05);
        bench.ledgerGoesAway();
        for (int second = 0; second < 18; second++) {
            bench.pass(Duration.ofSeconds(1));
            bench.quote(SPOT, 50_000, 0);
            bench.quote(PERP, 50_050, 10);
        }
        assertThat(bench.held(PERP)).isZero();
        assertThat(bench.placed().getLast().effect()).isEqualTo(Effect.REDUCE_ONLY);
    }

    @Test
    void nothingIsSentAgainWhenWhatAFileHeldIsBookedAtTheNextStart() {
        Bench bench = holding();
        bench.ledgerGoesAway();
        wantNothing(bench);
        OrderRequest exit = bench.placed().getLast();
        bench.ledger.comeBack();
        bench.ledger.commitIntent(exit);
        bench.file.entries.forEach(bench.ledger::record);
        bench.restart();
        bench.quote(PERP, 50_000, 10);
        bench.pass(Duration.ofSeconds(5));
        assertThat(bench.placed()).hasSize(2);
        assertThat(bench.held(PERP)).isZero();
    }
}
