package io.tradinghub.runner;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.OptionalDouble;

import io.tradinghub.market.StoreUnavailableException;
import org.junit.jupiter.api.Test;

/// How a bot ends.
final class BotRunnerLeavingTest extends RunnerBench {
    @Test
    void endsBeforeItBeginsWhenItWasStoppedBefore() {
        askToStop();
        start();
        awaitEnd();
        assertThat(statuses).isEmpty();
    }

    @Test
    void showsAtItsEndWhatItHolds() {
        startUp();
        wanted = 0.05;
        liveStoreFault = new StoreUnavailableException("told to be away", new IOException("away"));
        board.becomeAway(true);
        quoteUntil(() -> fills() == 1);
        liveStoreFault = null;
        board.becomeAway(false);
        stop();
        assertThat(shows("0.05")).isTrue();
        assertThat(statuses.getLast().positions().getFirst().quantity()).isEqualByComparingTo("0.05");
    }

    @Test
    void takesItsEntryBackAlthoughItsStrategyFailsWithEveryQuote() {
        startUp();
        restsAt = OptionalDouble.of(40_000);
        wanted = 0.05;
        quoteUntil(() -> sent.size() == 1);
        isStrategyFailing = true;
        for (int count = 0; count < 100; count++) {
            quote();
        }
        awaitEnd();
        assertThat(failure).hasMessage("a strategy of rubbish");
        assertThat(ledger.load().openOrders()).isEmpty();
    }

    @Test
    void endsWhenItsFeedEndsInAnError() {
        startUp();
        feedFault = new StackOverflowError("deep");
        awaitEnd();
        assertThat(failure).hasMessage("bot_1 cannot go on without the part 'feed'").hasRootCauseMessage("deep");
    }

    @Test
    void endsWhenItsFeedCannotGoOn() {
        startUp();
        feedFault = new IllegalArgumentException("a candle of rubbish");
        awaitEnd();
        assertThat(failure).hasMessage("bot_1 cannot go on without the part 'feed'")
                .hasRootCauseMessage("a candle of rubbish");
    }
}
