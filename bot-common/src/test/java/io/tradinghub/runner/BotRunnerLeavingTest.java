package io.tradinghub.runner;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.OptionalDouble;

import io.tradinghub.market.StoreUnavailableException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// How a bot ends.
final class BotRunnerLeavingTest {
    private final RunnerBench bench = new RunnerBench();

    @AfterEach
    void stop() throws InterruptedException {
        bench.stop();
    }

    @Test
    void endsBeforeItBeginsWhenItWasStoppedBefore() throws InterruptedException {
        bench.askToStop();
        bench.start();
        bench.awaitEnd();
        assertThat(bench.statuses).isEmpty();
    }

    @Test
    void showsAtItsEndWhatItHolds() throws InterruptedException {
        bench.startUp();
        bench.wanted = 0.05;
        bench.liveStoreFault = new StoreUnavailableException("told to be away", new IOException("away"));
        bench.board.becomeAway(true);
        bench.quoteUntil(() -> bench.fills() == 1);
        bench.liveStoreFault = null;
        bench.board.becomeAway(false);
        bench.stop();
        assertThat(bench.shows("0.05")).isTrue();
        assertThat(bench.statuses.getLast().positions().getFirst().quantity()).isEqualByComparingTo("0.05");
    }

    @Test
    void takesItsEntryBackAlthoughItsStrategyFailsWithEveryQuote() throws InterruptedException {
        bench.startUp();
        bench.restsAt = OptionalDouble.of(40_000);
        bench.wanted = 0.05;
        bench.quoteUntil(() -> bench.sent.size() == 1);
        bench.isStrategyFailing = true;
        for (int count = 0; count < 100; count++) {
            bench.quote();
        }
        bench.awaitEnd();
        assertThat(bench.failure).hasMessage("a strategy of rubbish");
        assertThat(bench.ledger.load().openOrders()).isEmpty();
    }

    @Test
    void endsWhenItsFeedEndsInAnError() throws InterruptedException {
        bench.startUp();
        bench.feedFault = new StackOverflowError("deep");
        bench.awaitEnd();
        assertThat(bench.failure).hasMessage("bot_1 cannot go on without the part 'feed'").hasRootCauseMessage("deep");
    }

    @Test
    void endsWhenItsFeedCannotGoOn() throws InterruptedException {
        bench.startUp();
        bench.feedFault = new IllegalArgumentException("a candle of rubbish");
        bench.awaitEnd();
        assertThat(bench.failure).hasMessage("bot_1 cannot go on without the part 'feed'")
                .hasRootCauseMessage("a candle of rubbish");
    }
}
