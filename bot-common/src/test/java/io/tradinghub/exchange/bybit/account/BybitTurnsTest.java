package io.tradinghub.exchange.bybit.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import io.tradinghub.exchange.Exchange;
import io.tradinghub.exchange.ExchangeEvent.Answer;
import io.tradinghub.exchange.ExchangeEvent.Answered;
import io.tradinghub.exchange.RefusalKind;
import io.tradinghub.exchange.bybit.StoppedRequests;
import io.tradinghub.order.OrderRequest;
import io.tradinghub.order.OrderRequest.Effect;
import io.tradinghub.order.OrderRequest.Terms;
import io.tradinghub.order.OrderRequest.TimeInForce;
import io.tradinghub.order.Side;
import mockwebserver3.MockResponse;
import org.junit.jupiter.api.Test;

/// Which requests leave first, and which not at all.
class BybitTurnsTest extends BybitUnderTest {
    private static final String CREATE = "/v5/order/create";
    private static final OrderRequest ENTRY = order(PERP, Side.BUY, "0.05",
            new Terms.Limit(new BigDecimal("50000.1"), TimeInForce.IOC), Effect.ANY);
    private static final OrderRequest EXIT = order(PERP, Side.SELL, "0.05", new Terms.Market(), Effect.REDUCE_ONLY);

    /// Fills every thread that sends entries.
    private void hangEntries(Exchange exchange) {
        for (int number = 11; number <= 13; number++) {
            bybit.answer(CREATE, new MockResponse.Builder().headersDelay(1, TimeUnit.HOURS).build());
            exchange.place(numbered(ENTRY, number));
        }
        await(() -> bybit.asked(CREATE).size() == 3);
    }

    @Test
    void anExitLeavesWhileEntriesHang() {
        Exchange exchange = connect();
        hangEntries(exchange);
        exchange.place(numbered(EXIT, 14));
        exchange.cancel(PERP, ID);
        await(() -> !bybit.asked("/v5/order/cancel").isEmpty() && bybit.asked(CREATE).size() == 4);
        assertThat(bybit.asked(CREATE).getLast().json().path("reduceOnly").asBoolean()).isTrue();
    }

    /// Answers whether the order left that had waited so long when a thread became free.
    private Answer answerAfterWaiting(Duration waited) {
        AtomicLong passed = new AtomicLong();
        nanoTime = passed::get;
        BybitAccountSettings usual = settings(bybit);
        Exchange exchange = connect(new BybitAccountSettings(usual.rest(), usual.stream(), usual.receiveWindow(),
                Duration.ofHours(1), usual.requestsPerSecond(), usual.questionPause(), usual.streamTimes(),
                usual.streamCheck(), usual.kept(), usual.accountPause()));
        CountDownLatch free = new CountDownLatch(1);
        for (int number = 11; number <= 13; number++) {
            bybit.answerAfter("/v5/order/realtime", free,
                    ScriptedBybit.success(ScriptedBybit.page(""), ScriptedBybit.NOW));
            exchange.lookUp(PERP, numbered(ENTRY, number).id(), 1);
        }
        await(() -> bybit.asked("/v5/order/realtime").size() == 3);
        exchange.place(ENTRY);
        passed.addAndGet(waited.toNanos());
        free.countDown();
        return await(Answered.class).answer();
    }

    @Test
    void anOrderThatWaitedForItsTurnTooLongNeverLeaves() {
        Answer.Refused refused = (Answer.Refused) answerAfterWaiting(settings(bybit).receiveWindow());
        assertThat(refused.kind()).isEqualTo(RefusalKind.RATE);
        assertThat(bybit.asked(CREATE)).isEmpty();
    }

    @Test
    void anOrderWhoseTurnComesWithinItsReceiveWindowLeaves() {
        assertThat(answerAfterWaiting(settings(bybit).receiveWindow().minusSeconds(2)))
                .isInstanceOf(Answer.Received.class);
        assertThat(bybit.asked(CREATE)).hasSize(1);
    }

    @Test
    void exitsAndCancelsLeaveWhileQuestionsHaveUsedUpTheirPartOfTheShare() {
        requests = StoppedRequests.ofABot();
        Exchange exchange = connect();
        for (int number = 11; number <= 16; number++) {
            exchange.lookUp(PERP, numbered(ENTRY, number).id(), 1);
        }
        await(() -> requests.use().orElseThrow().sent() == 10);
        exchange.place(EXIT);
        exchange.cancel(PERP, ID);
        await(() -> !bybit.asked("/v5/order/cancel").isEmpty() && bybit.asked(CREATE).size() == 1);
        assertThat(requests.use().orElseThrow().sent()).isEqualTo(12);
    }

    @Test
    void aResyncMayUseAsMuchOfTheShareAsLookUps() {
        requests = StoppedRequests.ofABot();
        connect().resync(NOW.minusSeconds(60));
        await(() -> requests.use().orElseThrow().sent() == 10);
    }

    @Test
    void anOrderThatTheAccountsLimitWouldRefuseNeverLeaves() {
        bybit.answer(CREATE, new MockResponse.Builder().body("{\"retCode\":10006,\"retMsg\":\"\",\"result\":{}}")
                .addHeader("X-Bapi-Limit-Reset-Timestamp", ScriptedBybit.NOW + 60_000).build());
        Exchange exchange = connect();
        exchange.place(EXIT);
        await(() -> all(Answered.class).size() == 1);
        exchange.place(numbered(EXIT, 2));
        await(() -> all(Answered.class).size() == 2);
        assertThat(all(Answered.class).getLast().answer()).isEqualTo(
                new Answer.Refused(RefusalKind.RATE, "the account has used up its limit of /v5/order/create linear"));
        assertThat(bybit.asked(CREATE)).hasSize(1);
    }
}
