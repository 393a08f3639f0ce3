package io.tradinghub.engine;

import static io.tradinghub.engine.Bench.PERP;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;

import io.tradinghub.order.ClientOrderId;
import io.tradinghub.order.OrderRequest;
import io.tradinghub.order.OrderRequest.Effect;
import io.tradinghub.order.OrderRequest.Terms;
import io.tradinghub.order.Side;
import io.tradinghub.order.StartMark;
import io.tradinghub.risk.RiskRule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// When the next order may leave, and how hard an exit is tried.
final class PacingTest {
    private static final long NOW = 5_000;
    private static final Duration DELAY = Duration.ofSeconds(1);
    private final Pacing pacing = new Pacing();

    private void fail(Effect effect, int times) {
        OrderRequest order = new OrderRequest(ClientOrderId.of(Bench.BOT, StartMark.of(Bench.START, 0), 1), PERP,
                Side.BUY, BigDecimal.ONE, new Terms.Market(), effect, Bench.START);
        for (int time = 0; time < times; time++) {
            pacing.failed(order, NOW, DELAY);
        }
    }

    @ParameterizedTest(name = "after {0} failures in a row: {1} seconds")
    @CsvSource({"1, 1", "2, 2", "3, 4", "7, 64", "8, 64", "100, 64"})
    void anEntryWaitsTwiceAsLongAfterEveryFailureInARowUpTo64Times(int failures, long seconds) {
        fail(Effect.ANY, failures);
        assertThat(pacing.mayEnter(NOW + seconds * 1_000 - 1)).isFalse();
        assertThat(pacing.mayEnter(NOW + seconds * 1_000)).isTrue();
    }

    @Test
    void anExitWaitsForOneDelayOnlyHoweverOftenEntriesOrExitsFailed() {
        fail(Effect.ANY, 5);
        fail(Effect.REDUCE_ONLY, 5);
        assertThat(pacing.mayExit(NOW + 999)).isFalse();
        assertThat(pacing.mayExit(NOW + 1_000)).isTrue();
    }

    @Test
    void anExitThatFailedHoldsUpNoEntryForLonger() {
        fail(Effect.REDUCE_ONLY, 5);
        assertThat(pacing.mayEnter(NOW + 999)).isFalse();
        assertThat(pacing.mayEnter(NOW + 1_000)).isTrue();
    }

    @Test
    void aPauseOfEntriesHoldsNoExitUp() {
        pacing.pauseEntriesUntil(NOW + 1);
        assertThat(pacing.mayEnter(NOW)).isFalse();
        assertThat(pacing.mayEnter(NOW + 1)).isTrue();
        assertThat(pacing.mayExit(NOW)).isTrue();
    }

    @Test
    void whatTradedStartsTheWaitingAnew() {
        fail(Effect.ANY, 5);
        pacing.traded();
        fail(Effect.ANY, 1);
        assertThat(pacing.mayEnter(NOW + 1_000)).isTrue();
    }

    @Test
    void onlyAnExitThatIsDoneStartsTheNextOneGently() {
        fail(Effect.REDUCE_ONLY, 2);
        pacing.traded();
        assertThat(pacing.exitSlippageBps(20)).isNegative();
        pacing.exited();
        assertThat(pacing.exitSlippageBps(20)).isEqualTo(20);
    }

    @Test
    void movingARestingEntryStartsTheWaitingAnew() {
        fail(Effect.ANY, 5);
        pacing.cancelled();
        fail(Effect.ANY, 1);
        assertThat(pacing.mayEnter(NOW + 1_000)).isTrue();
    }

    @ParameterizedTest(name = "{0} failures, bound of {1}: {2}")
    @CsvSource({"0, 20, 20", "1, 20, 100", "1, 300, 300", "2, 20, -1", "9, 300, -1"})
    void anExitThatFailsIsTriedFartherFromTheTouchAndThenAtTheMarket(int failures, int bound, int expected) {
        fail(Effect.REDUCE_ONLY, failures);
        assertThat(pacing.exitSlippageBps(bound)).isEqualTo(expected);
    }

    @Test
    void peopleHearOfAFailingExitAtItsThirdFailureAndOfAFailingEntryNever() {
        OrderRequest exit = new OrderRequest(ClientOrderId.of(Bench.BOT, StartMark.of(Bench.START, 0), 1), PERP,
                Side.SELL, BigDecimal.ONE, new Terms.Market(), Effect.REDUCE_ONLY, Bench.START);
        OrderRequest entry = new OrderRequest(ClientOrderId.of(Bench.BOT, StartMark.of(Bench.START, 0), 2), PERP,
                Side.BUY, BigDecimal.ONE, new Terms.Market(), Effect.ANY, Bench.START);
        for (int time = 1; time < 6; time++) {
            assertThat(pacing.failed(entry, NOW, DELAY)).isFalse();
            assertThat(pacing.failed(exit, NOW, DELAY)).as("failure %d", time).isEqualTo(time == 3);
        }
    }

    @Test
    void aReasonIsToldOnceUntilAnotherComesOrSomethingTrades() {
        assertThat(pacing.isNews(RiskRule.STALE_DATA)).isTrue();
        assertThat(pacing.isNews(RiskRule.STALE_DATA)).isFalse();
        assertThat(pacing.isNews(RiskRule.HALTED)).isTrue();
        pacing.traded();
        assertThat(pacing.isNews(RiskRule.HALTED)).isTrue();
    }
}
