package io.tradinghub.exchange.bybit.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import io.tradinghub.exchange.Exchange;
import io.tradinghub.exchange.ExchangeEvent.Answer;
import io.tradinghub.exchange.ExchangeEvent.Answered;
import io.tradinghub.exchange.ExchangeEvent.Executed;
import io.tradinghub.exchange.ExchangeEvent.NoSuchOrder;
import io.tradinghub.exchange.ExchangeEvent.ProtectionSeen;
import io.tradinghub.exchange.Protection;
import io.tradinghub.exchange.RefusalKind;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.order.ExchangeOrderId;
import io.tradinghub.order.OrderRequest;
import io.tradinghub.order.OrderRequest.Effect;
import io.tradinghub.order.OrderRequest.Terms;
import io.tradinghub.order.OrderRequest.TimeInForce;
import io.tradinghub.order.Side;
import mockwebserver3.MockResponse;
import mockwebserver3.SocketEffect;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class BybitOrdersTest extends BybitUnderTest {
    private static final String CREATE = "/v5/order/create";
    private static final String STOP = "/v5/position/trading-stop";
    private static final OrderRequest ENTRY = order(PERP, Side.BUY, "0.05", limit("50000.1", TimeInForce.IOC),
            Effect.ANY);
    private static final OrderRequest EXIT = order(PERP, Side.SELL, "0.05", new Terms.Market(), Effect.REDUCE_ONLY);

    private static Terms limit(String price, TimeInForce timeInForce) {
        return new Terms.Limit(new BigDecimal(price), timeInForce);
    }

    private static OrderRequest withStop(OrderRequest request, String stop) {
        return new OrderRequest(request.id(), request.instrument(), request.side(), request.quantity(),
                request.terms(), request.effect(), Optional.of(new BigDecimal(stop)), request.createdAt());
    }

    private Answer answerTo(Exchange exchange, OrderRequest request) {
        exchange.place(request);
        return await(Answered.class).answer();
    }

    // ---- what is sent

    static List<Arguments> orders() {
        InstrumentId perpetual = PERP;
        return List.of(Arguments.of(ENTRY, """
                {"category":"linear","symbol":"BTCUSDT","side":"Buy","orderLinkId":"bot-0abc12xyz-1",
                "orderType":"Limit","price":"50000.1","timeInForce":"IOC","positionIdx":0,"reduceOnly":false,
                "qty":"0.05"}"""),
                Arguments.of(EXIT, """
                        {"category":"linear","symbol":"BTCUSDT","side":"Sell","orderLinkId":"bot-0abc12xyz-1",
                        "orderType":"Market","timeInForce":"IOC","positionIdx":0,"reduceOnly":true,"qty":"0.05"}"""),
                Arguments.of(order(perpetual, Side.SELL, "0.0505", new Terms.Market(), Effect.REDUCE_ONLY), """
                        {"category":"linear","symbol":"BTCUSDT","side":"Sell","orderLinkId":"bot-0abc12xyz-1",
                        "orderType":"Market","timeInForce":"IOC","positionIdx":0,"reduceOnly":true,"qty":"0",
                        "closeOnTrigger":true}"""),
                Arguments.of(order(InstrumentId.linear("NEWUSDT"), Side.BUY, "7", new Terms.Market(),
                        Effect.REDUCE_ONLY), """
                                {"category":"linear","symbol":"NEWUSDT","side":"Buy","orderLinkId":"bot-0abc12xyz-1",
                                "orderType":"Market","timeInForce":"IOC","positionIdx":0,"reduceOnly":true,"qty":"0",
                                "closeOnTrigger":true}"""),
                Arguments.of(withStop(order(perpetual, Side.SELL, "0.05", limit("51000", TimeInForce.POST_ONLY),
                        Effect.ANY), "52000"), """
                                {"category":"linear","symbol":"BTCUSDT","side":"Sell",
                                "orderLinkId":"bot-0abc12xyz-1","orderType":"Limit","price":"51000",
                                "timeInForce":"PostOnly","positionIdx":0,"reduceOnly":false,"qty":"0.05",
                                "stopLoss":"52000","slTriggerBy":"MarkPrice","slOrderType":"Market",
                                "tpslMode":"Full"}"""),
                Arguments.of(order(SPOT, Side.BUY, "0.05", new Terms.Market(), Effect.ANY), """
                        {"category":"spot","symbol":"BTCUSDT","side":"Buy","orderLinkId":"bot-0abc12xyz-1",
                        "orderType":"Market","timeInForce":"IOC","qty":"0.05","isLeverage":0,"orderFilter":"Order",
                        "marketUnit":"baseCoin"}"""),
                Arguments.of(order(SPOT, Side.SELL, "0.05", limit("50000", TimeInForce.FOK), Effect.REDUCE_ONLY), """
                        {"category":"spot","symbol":"BTCUSDT","side":"Sell","orderLinkId":"bot-0abc12xyz-1",
                        "orderType":"Limit","price":"50000","timeInForce":"FOK","qty":"0.05","isLeverage":0,
                        "orderFilter":"Order"}"""));
    }

    @ParameterizedTest
    @MethodSource("orders")
    void anOrderIsSentAsBybitWantsIt(OrderRequest request, String body) {
        Answer answer = answerTo(connect(), request);
        ScriptedBybit.Asked asked = assertThat(bybit.asked(CREATE)).singleElement().actual();
        assertThat(asked.json()).isEqualTo(Fixture.row(body).json());
        assertThat(asked.headers()).containsEntry("X-BAPI-TIMESTAMP", String.valueOf(ScriptedBybit.NOW))
                .containsEntry("X-BAPI-RECV-WINDOW", "5000").containsEntry("Content-Type", "application/json");
        assertThat(answer).isEqualTo(new Answer.Received(new ExchangeOrderId("id-1"), NOW));
    }

    @Test
    void anEntryThatMeetsTheOtherSideBringsNoStop() {
        Exchange exchange = connect();
        bybit.push(Fixture.text("private/position.linear.open.json").replace("XRPUSDT", "BTCUSDT")
                .replace("\"side\":\"Buy\"", "\"side\":\"Sell\""));
        await(ProtectionSeen.class);
        answerTo(exchange, withStop(ENTRY, "49000"));
        assertThat(bybit.asked(CREATE).getFirst().json().has("stopLoss")).isFalse();
    }

    /// A frame of this topic of the perpetual, with these fields besides its usual ones.
    private void push(String topic, String fields) {
        bybit.push("""
                {"topic":"%s","data":[{"category":"linear","symbol":"BTCUSDT","execType":"Trade","execPrice":"50000",
                "execFee":"0","feeRate":"0","execTime":"%d","positionIdx":0,"stopLoss":"0","orderLinkId":"",%s}]}"""
                .formatted(topic, ScriptedBybit.NOW, fields));
    }

    private static String position(String side, String size, int sequence) {
        return "\"side\":\"%s\",\"size\":\"%s\",\"seq\":%d".formatted(side, size, sequence);
    }

    private static String execution(String side, String quantity, int sequence) {
        return "\"side\":\"%s\",\"execQty\":\"%s\",\"execId\":\"e-%d\",\"seq\":%d".formatted(side, quantity, sequence,
                sequence);
    }

    @Test
    void anEntryBringsItsStopOnceTheOtherSideIsTradedAwayThoughThePositionIsToldLater() {
        Exchange exchange = connect();
        push("position", position("Sell", "2", 10));
        push("execution", execution("Buy", "2", 11));
        push("execution", execution("Buy", "2", 11));
        await(Executed.class);
        answerTo(exchange, withStop(ENTRY, "49000"));
        assertThat(bybit.asked(CREATE).getFirst().json().path("stopLoss").asText()).isEqualTo("49000");
    }

    @Test
    void anExecutionOlderThanThePositionIsInIt() {
        Exchange exchange = connect();
        push("position", position("Sell", "2", 10));
        push("execution", execution("Buy", "2", 9));
        await(Executed.class);
        answerTo(exchange, withStop(ENTRY, "49000"));
        assertThat(bybit.asked(CREATE).getFirst().json().has("stopLoss")).isFalse();
    }

    @Test
    void theStopThatAnEntryCouldNotBringIsSetAtOnceWhenItHasOpenedAPosition() {
        Exchange exchange = connect();
        push("position", position("Sell", "0.02", 10));
        await(ProtectionSeen.class);
        answerTo(exchange, withStop(ENTRY, "49000"));
        String ofTheEntry = ",\"orderLinkId\":\"%s\"".formatted(ID);
        push("execution", execution("Buy", "0.01", 11) + ofTheEntry);
        push("execution", execution("Buy", "0.01", 12) + ofTheEntry);
        push("execution", execution("Buy", "0.02", 13) + ofTheEntry);
        push("execution", execution("Buy", "0.01", 14) + ofTheEntry);
        await(() -> all(Executed.class).size() == 4 && all(ProtectionSeen.class).size() == 2);
        assertThat(bybit.asked(STOP)).singleElement()
                .satisfies(asked -> assertThat(asked.json().path("stopLoss").asText()).isEqualTo("49000"));
        assertThat(all(ProtectionSeen.class).getLast().protection()).isEqualTo(stopAt("49000"));
    }

    // ---- what is answered

    static List<Arguments> unusable() {
        MockResponse.Builder answer = new MockResponse.Builder();
        return List.of(Arguments.of("403", html(403)), Arguments.of("429", html(429)), Arguments.of("500", html(500)),
                Arguments.of("503", html(503)),
                Arguments.of("503 that asks for a repeat",
                        answer.clone().code(503).addHeader("Retry-After: 0").build()),
                Arguments.of("307", answer.clone().code(307).addHeader("Location: " + CREATE).build()),
                Arguments.of("HTML", html(200)), Arguments.of("nothing", answer.clone().build()),
                Arguments.of("half an answer", ScriptedBybit.body("{\"retCode\":0,\"retMsg\":\"OK\",\"resu")),
                Arguments.of("no order id", ScriptedBybit.success("{}", ScriptedBybit.NOW)),
                Arguments.of("cut off", answer.clone().onResponseStart(new SocketEffect.CloseSocket()).build()),
                Arguments.of("server timeout", refusal(10000)), Arguments.of("restart", refusal(10016)),
                Arguments.of("a code that nobody knows", refusal(98765)));
    }

    private static MockResponse html(int status) {
        return new MockResponse.Builder().code(status).body("<html>access too frequent</html>").build();
    }

    private static MockResponse refusal(int code) {
        return ScriptedBybit.body("{\"retCode\":%d,\"retMsg\":\"\",\"result\":{}}".formatted(code));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unusable")
    void anOrderWithoutUsableAnswerIsOfUnknownFateAndNeverSentAgain(String name, MockResponse answer) {
        bybit.answer(CREATE, answer);
        Exchange exchange = connect();
        Answer.Unknown unknown = (Answer.Unknown) answerTo(exchange, ENTRY);
        assertThat(unknown.lastArrival()).isEqualTo(NOW.plusSeconds(5));
        // The exit comes after anything that was sent again.
        exchange.place(numbered(EXIT, 2));
        await(() -> all(Answered.class).size() == 2);
        assertThat(bybit.asked(CREATE)).filteredOn(asked -> asked.body().contains(ID.value())).hasSize(1);
    }

    @Test
    void anOrderThatIsNotAnsweredInTimeIsOfUnknownFate() {
        bybit.answer(CREATE, new MockResponse.Builder().headersDelay(1, TimeUnit.HOURS).build());
        BybitAccountSettings usual = settings(bybit);
        Exchange exchange = connect(new BybitAccountSettings(usual.rest(), usual.stream(), usual.receiveWindow(),
                Duration.ofMillis(500), usual.requestsPerSecond(), usual.questionPause(), usual.streamTimes(),
                usual.streamCheck(),
                usual.kept(), usual.accountPause()));
        assertThat(answerTo(exchange, ENTRY)).isInstanceOf(Answer.Unknown.class);
    }

    @ParameterizedTest
    @CsvSource({"10001,FIXABLE", "10002,FIXABLE", "110007,FINAL", "110017,NOTHING_TO_REDUCE", "110072,DUPLICATE",
            "10006,RATE", "10003,STOP_TRADING"})
    void aRefusalSaysWhatItMeans(int code, RefusalKind kind) {
        bybit.refuse(CREATE, code, "because");
        assertThat(answerTo(connect(), EXIT)).isEqualTo(new Answer.Refused(kind, code + " because"));
    }

    private String stampOf(int order) {
        return String.valueOf(bybit.asked(CREATE).get(order).headers().get("X-BAPI-TIMESTAMP"));
    }

    @ParameterizedTest
    @ValueSource(strings = {",\"time\":" + ScriptedBybit.NOW, ""})
    void afterAClockThatWasSetForwardTheOrderIsDeadAndTheNextOneRight(String time) {
        Exchange exchange = connect();
        host.advance(Duration.ofMillis(1_500));
        bybit.answer(CREATE, ScriptedBybit.body(("{\"retCode\":10002,\"retMsg\":\"invalid request, please check your "
                + "server timestamp or recv_window param. req_timestamp[%d],server_timestamp[%d],recv_window[5000]\"%s}")
                .formatted(ScriptedBybit.NOW + 1_500, ScriptedBybit.NOW, time)));
        Answer.Refused refused = (Answer.Refused) answerTo(exchange, ENTRY);
        assertThat(refused.kind()).as("was never live").isEqualTo(RefusalKind.FIXABLE);
        exchange.place(numbered(ENTRY, 2));
        await(() -> all(Answered.class).size() == 2);
        assertThat(stampOf(0)).isEqualTo(String.valueOf(ScriptedBybit.NOW + 1_500));
        assertThat(stampOf(1)).isEqualTo(String.valueOf(ScriptedBybit.NOW));
    }

    @Test
    void anyAnswerSetsAClockRightThatWasSetForward() {
        Exchange exchange = connect();
        host.advance(Duration.ofSeconds(5));
        exchange.lookUp(PERP, ID, 1);
        await(NoSuchOrder.class);
        answerTo(exchange, ENTRY);
        assertThat(stampOf(0)).isEqualTo(String.valueOf(ScriptedBybit.NOW));
    }

    @ParameterizedTest
    @CsvSource({"10002,FIXABLE", "10006,RATE", "10004,STOP_TRADING", "0,STOP_TRADING"})
    void whatA401SaysItselfCounts(int code, RefusalKind kind) {
        bybit.answer(CREATE, new MockResponse.Builder().code(401)
                .body("{\"retCode\":%d,\"retMsg\":\"because\"}".formatted(code)).build());
        Answer.Refused refused = (Answer.Refused) answerTo(connect(), EXIT);
        assertThat(refused.kind()).isEqualTo(kind);
    }

    @Test
    void aRefusedKeyStopsTradingAndIsNotPrinted() {
        bybit.answer(CREATE, new MockResponse.Builder().code(401).build());
        bybit.refuse(CREATE, 10004, "error sign! origin_string[1700000000000demoKey015000]");
        Exchange exchange = connect();
        exchange.place(ENTRY);
        await(() -> all(Answered.class).size() == 1);
        exchange.place(numbered(ENTRY, 2));
        await(() -> all(Answered.class).size() == 2);
        assertThat(all(Answered.class)).allSatisfy(answered -> {
            assertThat(((Answer.Refused) answered.answer()).kind()).isEqualTo(RefusalKind.STOP_TRADING);
            assertThat(answered.toString()).doesNotContain("demoKey01");
        });
    }

    @Test
    void afterA403NothingLeavesForAWhileAndOrdersSaySo() {
        bybit.answer(CREATE, html(403));
        Exchange exchange = connect();
        exchange.place(ENTRY);
        await(() -> all(Answered.class).size() == 1);
        exchange.place(numbered(ENTRY, 2));
        await(() -> all(Answered.class).size() == 2);
        Answer.Refused refused = (Answer.Refused) all(Answered.class).getLast().answer();
        assertThat(refused.kind()).isEqualTo(RefusalKind.RATE);
        assertThat(refused.reason()).contains("403");
        assertThat(bybit.asked(CREATE)).hasSize(1);
    }

    // ---- cancels and stops

    @Test
    void aCancelNamesTheOrderByTheIdOfTheBot() {
        Exchange exchange = connect();
        exchange.cancel(SPOT, ID);
        await(() -> !bybit.asked("/v5/order/cancel").isEmpty());
        assertThat(bybit.asked("/v5/order/cancel").getFirst().json()).isEqualTo(Fixture.row(
                "{\"category\":\"spot\",\"symbol\":\"BTCUSDT\",\"orderLinkId\":\"bot-0abc12xyz-1\"}").json());
    }

    private ProtectionSeen protect(Exchange exchange, Protection protection) {
        exchange.protect(PERP, protection);
        return await(ProtectionSeen.class);
    }

    private static Protection stopAt(String price) {
        return Protection.stopAt(new BigDecimal(price));
    }

    @Test
    void aStopIsSetForTheWholePositionByTheMarkPrice() {
        assertThat(protect(connect(), stopAt("49000")))
                .isEqualTo(new ProtectionSeen(PERP, stopAt("49000"), Optional.empty()));
        assertThat(bybit.asked(STOP).getFirst().json()).isEqualTo(Fixture.row("""
                {"category":"linear","symbol":"BTCUSDT","positionIdx":0,"tpslMode":"Full","stopLoss":"49000",
                "slTriggerBy":"MarkPrice"}""").json());
    }

    @Test
    void aStopIsTakenAwayByZero() {
        assertThat(protect(connect(), Protection.none()).protection()).isEqualTo(Protection.none());
        assertThat(bybit.asked(STOP).getFirst().json().path("stopLoss").asText()).isEqualTo("0");
    }

    @Test
    void aStopThatRestsThereAlreadyIsSet() {
        bybit.refuse(STOP, 34040, "not modified");
        assertThat(protect(connect(), stopAt("49000")))
                .isEqualTo(new ProtectionSeen(PERP, stopAt("49000"), Optional.empty()));
    }

    @Test
    void aRefusedStopLeavesTheOneThatRests() {
        Exchange exchange = connect();
        protect(exchange, stopAt("49000"));
        bybit.push(Fixture.text("private/position.linear.open.json").replace("XRPUSDT", "BTCUSDT")
                .replace("\"stopLoss\":\"0\"", "\"stopLoss\":\"49000.00\""));
        await(() -> all(ProtectionSeen.class).size() == 2);
        bybit.refuse(STOP, 10001, "StopLoss should lower than base_price");
        exchange.protect(PERP, stopAt("60000"));
        await(() -> all(ProtectionSeen.class).size() == 3);
        assertThat(all(ProtectionSeen.class).getLast()).isEqualTo(new ProtectionSeen(PERP, stopAt("49000"),
                Optional.of("10001 StopLoss should lower than base_price")));
    }

    @Test
    void ofAStopWithoutClearAnswerNothingIsTold() {
        BybitExchange exchange = (BybitExchange) connect();
        bybit.answer(STOP, html(502));
        bybit.refuse(STOP, 10016, "Internal Server Error");
        bybit.refuse(STOP, 110001, "order not exists or too late to cancel");
        for (int asked = 0; asked < 3; asked++) {
            exchange.protect(PERP, stopAt("48000"));
            await(exchange::isIdle);
        }
        exchange.protect(PERP, stopAt("49500"));
        await(() -> !all(ProtectionSeen.class).isEmpty());
        assertThat(all(ProtectionSeen.class)).extracting(ProtectionSeen::protection).containsExactly(stopAt("49500"));
    }

    @Test
    void aSpotPairTakesNoStop() {
        Exchange exchange = connect();
        exchange.protect(SPOT, stopAt("49000"));
        assertThat(await(ProtectionSeen.class).refusal()).isPresent();
        assertThat(bybit.asked(STOP)).isEmpty();
    }
}
