package io.tradinghub.exchange.bybit.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CountDownLatch;

import io.tradinghub.exchange.Exchange;
import io.tradinghub.exchange.ExchangeEvent.LinkChanged;
import io.tradinghub.exchange.ExchangeEvent.LinkState;
import mockwebserver3.MockResponse;
import org.junit.jupiter.api.Test;

/// Resyncs that are asked for while one runs.
class BybitResyncsTest extends BybitUnderTest {
    private static final String EXECUTIONS = "/v5/execution/list";
    private static final String POSITIONS = "/v5/position/list";

    /// A resync since then that waits for its first answer until it is let go.
    private Exchange resyncing(int secondsAgo, CountDownLatch go, MockResponse answer) {
        bybit.answerAfter(EXECUTIONS, go, answer);
        Exchange exchange = connect();
        exchange.resync(NOW.minusSeconds(secondsAgo));
        await(() -> bybit.asked(EXECUTIONS).size() == 1);
        return exchange;
    }

    private static MockResponse refusal() {
        return ScriptedBybit.body("{\"retCode\":10005,\"retMsg\":\"Permission denied\",\"result\":{}}");
    }

    private static MockResponse empty(long time) {
        return ScriptedBybit.success(ScriptedBybit.page(""), time);
    }

    /// Since when executions were asked for, in seconds ago.
    private List<Long> asked() {
        return bybit.asked(EXECUTIONS).stream().filter(asked -> "linear".equals(asked.query().get("category")))
                .map(asked -> (ScriptedBybit.NOW - Long.parseLong(asked.query().get("startTime"))) / 1_000).toList();
    }

    private long resynced() {
        return all(LinkChanged.class).stream().filter(change -> change.state() == LinkState.RESYNCED).count();
    }

    @Test
    void theyBecomeOneSinceTheEarliest() {
        CountDownLatch go = new CountDownLatch(1);
        Exchange exchange = resyncing(60, go, empty(ScriptedBybit.NOW));
        for (int secondsAgo : List.of(30, 45, 20, 45, 10)) {
            exchange.resync(NOW.minusSeconds(secondsAgo));
        }
        go.countDown();
        awaitIdle();
        assertThat(asked()).containsExactly(60L, 45L);
        assertThat(resynced()).isEqualTo(2);
    }

    @Test
    void oneThatReachesBackLessFarIsNoAnswerToThem() {
        CountDownLatch go = new CountDownLatch(1);
        Exchange exchange = resyncing(30, go, empty(ScriptedBybit.NOW));
        exchange.resync(NOW.minusSeconds(60));
        for (int coin = 0; coin < 2; coin++) {
            bybit.answer(POSITIONS, empty(ScriptedBybit.NOW));
        }
        bybit.refuse(POSITIONS, 10005, "Permission denied");
        go.countDown();
        awaitIdle();
        assertThat(asked()).containsExactly(30L, 60L);
        assertThat(resynced()).isZero();
        exchange.resync(NOW.minusSeconds(60));
        awaitIdle();
        assertThat(resynced()).isEqualTo(1);
    }

    @Test
    void oneThatIsDoneAfterAnEarlierOneWasAskedForIsNotTold() {
        CountDownLatch go = new CountDownLatch(1);
        Exchange exchange = resyncing(30, go, empty(ScriptedBybit.NOW + 1));
        bybit.answer(EXECUTIONS, empty(ScriptedBybit.NOW + 1));
        for (int category = 0; category < 2; category++) {
            bybit.answer(EXECUTIONS, empty(ScriptedBybit.NOW + 7));
        }
        exchange.resync(NOW.minusSeconds(60));
        go.countDown();
        awaitIdle();
        assertThat(asked()).containsExactly(30L, 60L);
        assertThat(all(LinkChanged.class)).containsExactly(new LinkChanged(LinkState.UP, NOW),
                new LinkChanged(LinkState.RESYNCED, NOW.plusMillis(7)));
    }

    @Test
    void whatWaitsBehindOneThatFailsReachesBackAsFar() {
        CountDownLatch go = new CountDownLatch(1);
        Exchange exchange = resyncing(60, go, refusal());
        exchange.resync(NOW.minusSeconds(30));
        go.countDown();
        awaitIdle();
        assertThat(asked()).containsExactly(60L, 60L);
        assertThat(resynced()).isEqualTo(1);
    }
}
