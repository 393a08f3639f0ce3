package io.tradinghub.exchange.bybit.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import io.tradinghub.exchange.Exchange;
import io.tradinghub.exchange.ExchangeEvent.AccountSeen;
import io.tradinghub.exchange.ExchangeEvent.Executed;
import io.tradinghub.exchange.ExchangeEvent.LinkChanged;
import io.tradinghub.exchange.ExchangeEvent.LinkState;
import io.tradinghub.exchange.ExchangeEvent.OrderSeen;
import io.tradinghub.exchange.ExchangeEvent.ProtectionSeen;
import io.tradinghub.exchange.Protection;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.order.ExchangeOrderId;
import io.tradinghub.order.OrderReport;
import io.tradinghub.order.OrderStatus;
import io.tradinghub.order.Side;
import mockwebserver3.MockResponse;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The private stream.
class BybitStreamTest extends BybitUnderTest {
    private static final String EXECUTIONS = "/v5/execution/list";
    private static final InstrumentId XRP = InstrumentId.linear("XRPUSDT");

    private static String ofTheBot(String frame) {
        return frame.replace("\"orderLinkId\":\"\"", "\"orderLinkId\":\"" + ID + '"');
    }

    /// As it comes to those who subscribe to all categories at once.
    private static String spotPurchase() {
        return Fixture.text("private/execution.spot.buy.json").replace("execution.spot", "execution");
    }

    /// The settings with a check of the stream, and with a reading of the account, this often.
    private BybitAccountSettings watching(Duration streamCheck, Duration accountPause) {
        BybitAccountSettings usual = settings(bybit);
        return new BybitAccountSettings(usual.rest(), usual.stream(), usual.receiveWindow(), usual.callTimeout(),
                usual.requestsPerSecond(), usual.questionPause(), usual.streamTimes(), streamCheck, usual.kept(),
                accountPause);
    }

    // ---- the connection

    @Test
    void itLogsInByTheExchangesClockSubscribesEverythingAndIsUp() {
        connect();
        assertThat(told).containsExactly(new LinkChanged(LinkState.UP, NOW));
        assertThat(bybit.frames()).hasSize(2);
        assertThat(bybit.frames().getFirst()).contains("\"op\":\"auth\"", String.valueOf(ScriptedBybit.NOW + 10_000));
        assertThat(Fixture.row(bybit.frames().getLast()).json().path("args").toString())
                .isEqualTo("[\"order\",\"execution\",\"position\",\"wallet\"]");
    }

    @Test
    void aLoginThatIsRefusedIsTriedAgain() {
        bybit.answerLogin("{\"conn_id\":\"x\",\"op\":\"auth\",\"ret_msg\":\"Params Error\",\"success\":false}");
        connect();
        assertThat(logins()).hasSize(2);
        assertThat(bybit.frames()).filteredOn(frame -> frame.contains("\"op\":\"subscribe\"")).hasSize(1);
        assertThat(all(LinkChanged.class)).extracting(LinkChanged::state).containsExactly(LinkState.UP);
    }

    @Test
    void theCapturedRepliesAreUnderstood() {
        bybit.answerLogin(Fixture.text("private/auth.ok.private.json").strip());
        connect();
        assertThat(bybit.frames()).hasSize(2);
    }

    private List<String> logins() {
        return bybit.frames().stream().filter(frame -> frame.contains("\"op\":\"auth\"")).toList();
    }

    @Test
    void withoutTheExchangesTimeALoginByAWrongClockIsRefusedAndTriedAgain() {
        bybit.answer("/v5/market/time", new MockResponse.Builder().code(502).build());
        connect();
        assertThat(logins()).hasSize(2);
        assertThat(logins().getFirst()).contains(String.valueOf(ScriptedBybit.NOW - 3_600_000 + 10_000));
        assertThat(logins().getLast()).contains(String.valueOf(ScriptedBybit.NOW + 10_000));
    }

    @Test
    void whatIsKnownOfTheExchangesClockIsEnoughToConnectAnew() {
        connect();
        bybit.answer("/v5/market/time", new MockResponse.Builder().code(502).build());
        bybit.dropStream();
        awaitLink(LinkState.UP, LinkState.DOWN, LinkState.UP);
        assertThat(logins()).hasSize(2);
    }

    @Test
    void theStreamConnectsAnewWhileBybitBansTheHost() {
        connect();
        requests.refused();
        bybit.dropStream();
        awaitLink(LinkState.UP, LinkState.DOWN, LinkState.UP);
        assertThat(bybit.timesAsked()).isEqualTo(1);
    }

    @Test
    void nothingThatGoesWrongWithAFrameEndsTheStream() {
        connect();
        failure = Optional.of(new NoClassDefFoundError("a broken installation"));
        bybit.push(ofTheBot(Fixture.text("private/execution.linear.two-fills.json")));
        awaitLink(LinkState.UP, LinkState.DOWN, LinkState.UP);
    }

    @Test
    void withoutOneOfItsTopicsItIsNotUp() {
        for (int refusals = 0; refusals < 2; refusals++) {
            bybit.refuseSubscription("error:handler not found,topic:wallet");
        }
        connect();
        awaitLink(LinkState.UP);
        assertThat(bybit.frames()).filteredOn(frame -> frame.contains("\"op\":\"auth\"")).hasSize(2);
    }

    @Test
    void aConnectionThatEndsIsReplacedAndBothAreTold() {
        connect();
        bybit.dropStream();
        awaitLink(LinkState.UP, LinkState.DOWN, LinkState.UP);
    }

    @Test
    void afterItIsClosedNothingIsTold() {
        Exchange exchange = connect();
        exchange.close();
        bybit.push(ofTheBot(Fixture.text("private/execution.linear.two-fills.json")));
        exchange.lookUp(PERP, ID, 1);
        await(() -> bybit.frames().size() == 2);
        assertThat(told).containsExactly(new LinkChanged(LinkState.UP, NOW));
    }

    // ---- what it says

    @Test
    void aCapturedOrderOfTheBotIsSeen() {
        connect();
        bybit.push(ofTheBot(Fixture.text("private/order.linear.new.json")));
        assertThat(await(OrderSeen.class)).isEqualTo(new OrderSeen(
                new OrderReport(ID, OrderStatus.ACCEPTED,
                        Optional.of(new ExchangeOrderId("e09b7733-3df0-4684-b866-f5a802fb7ee2")), BigDecimal.ZERO,
                        Optional.empty(), Instant.ofEpochMilli(1737725795596L)),
                XRP, Side.BUY, new BigDecimal("10")));
    }

    @Test
    void aCapturedMarketOrderIsSeenFilled() {
        connect();
        bybit.push(ofTheBot(Fixture.text("private/order.linear.market-filled.json")));
        OrderSeen seen = await(OrderSeen.class);
        assertThat(seen.report().status()).isEqualTo(OrderStatus.FILLED);
        assertThat(seen.report().cumulativeQuantity()).isEqualTo(new BigDecimal("1.7"));
        assertThat(seen.side()).isEqualTo(Side.SELL);
    }

    @ParameterizedTest
    @CsvSource({"New,EC_NoError,0,ACCEPTED,", "PartiallyFilled,EC_NoError,1,PARTIALLY_FILLED,",
            "Filled,EC_OrigClOrdIDDoesNotExist,10,FILLED,",
            "Cancelled,EC_PostOnlyWillTakeLiquidity,0,CANCELLED,EC_PostOnlyWillTakeLiquidity",
            "Cancelled,EC_NoError,3,CANCELLED,CancelByUser",
            "PartiallyFilledCanceled,EC_CancelForNoFullFill,3,CANCELLED,EC_CancelForNoFullFill",
            "Rejected,EC_Others,0,REJECTED,EC_Others", "Rejected,EC_Others,3,CANCELLED,EC_Others",
            "Deactivated,EC_NoError,0,CANCELLED,CancelByUser"})
    void anOrderStandsWhereItsStatusAndItsFillsSay(String status, String rejectReason, String filled,
            OrderStatus expected, @Nullable String reason) {
        connect();
        bybit.push(ofTheBot(Fixture.text("private/order.linear.new.json"))
                .replace("\"orderStatus\":\"New\"", "\"orderStatus\":\"" + status + '"')
                .replace("\"cancelType\":\"UNKNOWN\"", "\"cancelType\":\"CancelByUser\"")
                .replace("EC_NoError", rejectReason)
                .replace("\"cumExecQty\":\"0\"", "\"cumExecQty\":\"" + filled + '"'));
        OrderReport report = await(OrderSeen.class).report();
        assertThat(report.status()).isEqualTo(expected);
        assertThat(report.reason()).isEqualTo(Optional.ofNullable(reason));
        assertThat(report.cumulativeQuantity()).isEqualByComparingTo(filled);
    }

    @Test
    void capturedExecutionsAreToldInTheirOrder() {
        connect();
        bybit.push(ofTheBot(Fixture.text("private/execution.linear.two-fills.json")));
        await(() -> all(Executed.class).size() == 2);
        assertThat(all(Executed.class)).extracting(event -> event.fill().quantity().toString()).containsExactly("1",
                "9");
    }

    @Test
    void whatIsNotTheBotsIsNoOrderOfItsButAnExecutionIs() {
        connect();
        bybit.push(Fixture.text("private/order.spot.market-by-value.json").replace("order.spot", "order"));
        bybit.push(Fixture.text("private/order.linear.new.json"));
        bybit.push(spotPurchase());
        assertThat(await(Executed.class).fill().orderId()).isEmpty();
        assertThat(all(OrderSeen.class)).isEmpty();
    }

    @Test
    void marketsThatTheHubDoesNotTradeAreNothing() {
        connect();
        bybit.push(ofTheBot(Fixture.text("private/execution.linear.two-fills.json")).replace("linear", "inverse"));
        bybit.push("{\"topic\":\"greeks\",\"data\":[{\"baseCoin\":\"BTC\"}]}");
        bybit.push(spotPurchase());
        await(Executed.class);
        assertThat(all(Executed.class)).extracting(event -> event.fill().instrument()).containsExactly(SPOT);
    }

    @Test
    void aPositionSaysWhereItsStopRests() {
        connect();
        String frame = Fixture.text("private/position.linear.open.json");
        bybit.push(frame.replace("\"stopLoss\":\"0\"", "\"stopLoss\":\"2.50\""));
        bybit.push(frame.replace("\"seq\":19371738695", "\"seq\":19371738694"));
        bybit.push(frame.replace("\"size\":\"4\"", "\"size\":\"0\"").replace("\"side\":\"Buy\"", "\"side\":\"\""));
        await(() -> all(ProtectionSeen.class).size() == 2);
        assertThat(all(ProtectionSeen.class)).containsExactly(
                new ProtectionSeen(XRP, Protection.stopAt(new BigDecimal("2.5")), Optional.empty()),
                new ProtectionSeen(XRP, Protection.none(), Optional.empty()));
    }

    @Test
    void thePositionsOfHedgeModeAreNoneOfTheHubs() {
        connect();
        bybit.push(Fixture.text("private/position.linear.flat.json"));
        bybit.push(spotPurchase());
        await(Executed.class);
        assertThat(all(ProtectionSeen.class)).isEmpty();
    }

    @Test
    void whenTheWalletChangesTheAccountIsRead() {
        connect(watching(Duration.ofDays(1), Duration.ofMillis(50)));
        bybit.push(Fixture.text("private/wallet.json"));
        bybit.push(Fixture.text("private/wallet.json"));
        await(AccountSeen.class);
        assertThat(bybit.asked("/v5/account/wallet-balance")).hasSizeBetween(1, 2);
        assertThat(bybit.asked(EXECUTIONS)).isEmpty();
    }

    @Test
    void aFrameThatCannotBeReadEndsTheConnectionSoThatItIsAskedFor() {
        connect();
        bybit.push(ofTheBot(Fixture.text("private/execution.linear.two-fills.json")).replace("\"Buy\"", "\"?\""));
        awaitLink(LinkState.UP, LinkState.DOWN, LinkState.UP);
        bybit.push("{\"topic\":\"execution\",\"da");
        awaitLink(LinkState.UP, LinkState.DOWN, LinkState.UP, LinkState.DOWN, LinkState.UP);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            execution.linear.two-fills.json | "XRPUSDT"             | "xrp/usdt"
            execution.linear.two-fills.json | "side":"Buy"          | "side":"?"
            execution.linear.two-fills.json | "execQty":"1"         | "execQty":""
            execution.linear.two-fills.json | "category":"linear",  | ``
            execution.linear.two-fills.json | "data":               | "rows":
            order.linear.new.json           | "orderLinkId":"",     | ``
            """)
    void whatMovesAPositionOrMayBeTheBotsIsNotPassedOver(String frame, String text, String bad) {
        connect();
        bybit.push(Fixture.text("private/" + frame).replace(text, bad));
        awaitLink(LinkState.UP, LinkState.DOWN, LinkState.UP);
    }

    @Test
    void aPositionThatCannotBeReadIsAskedForAndKeepsTheConnection() {
        connect(watching(Duration.ofDays(1), Duration.ofMillis(50)));
        bybit.push(Fixture.text("private/position.linear.open.json").replace("\"size\":\"4\"", "\"size\":\"\""));
        await(() -> !bybit.asked(POSITIONS).isEmpty());
        assertThat(all(LinkChanged.class)).hasSize(1);
    }

    @Test
    void anOrderOfOthersThatCannotBeReadIsPassedOver() {
        connect();
        bybit.push(Fixture.text("private/order.linear.new.json").replace("\"XRPUSDT\"", "\"xrp/usdt\""));
        bybit.push(spotPurchase());
        await(Executed.class);
        assertThat(all(LinkChanged.class)).hasSize(1);
    }

    // ---- a stream that keeps things back

    /// An execution of this long after the connection, as Bybit lists it this long after the execution.
    private void executes(Duration afterConnecting, Duration before) {
        Instant at = NOW.plus(afterConnecting);
        String row = "{\"symbol\":\"BTCUSDT\",\"execId\":\"e-1\",\"execTime\":\"%d\"}".formatted(at.toEpochMilli());
        bybit.answer(EXECUTIONS, ScriptedBybit.success(ScriptedBybit.page("", row), at.plus(before).toEpochMilli()));
    }

    private int checks() {
        return bybit.asked(EXECUTIONS).size();
    }

    @Test
    void aStreamThatKeepsAnExecutionBackIsReplacedThoughItAnswersPings() {
        connect(watching(Duration.ofMillis(50), Duration.ofDays(1)));
        executes(Duration.ofSeconds(10), Duration.ofSeconds(6));
        awaitLink(LinkState.UP, LinkState.DOWN, LinkState.UP);
        assertThat(bybit.asked(EXECUTIONS).getFirst().query()).containsEntry("limit", "1");
    }

    @ParameterizedTest
    @CsvSource({"10,4", "1,60", "-60,120"})
    void anExecutionThatMayBeOnItsWayOrWasBeforeTheConnectionProvesNothing(int afterConnecting, int before) {
        executes(Duration.ofSeconds(afterConnecting), Duration.ofSeconds(before));
        connect(watching(Duration.ofMillis(50), Duration.ofDays(1)));
        await(() -> checks() >= 4);
        assertThat(all(LinkChanged.class)).extracting(LinkChanged::state).containsExactly(LinkState.UP);
    }

    @Test
    void aStreamThatToldTheNewestExecutionIsSound() {
        connect(watching(Duration.ofMillis(50), Duration.ofDays(1)));
        bybit.push(spotPurchase());
        bybit.push(spotPurchase().replace("\"spot\"", "\"linear\""));
        await(() -> all(Executed.class).size() == 2);
        int before = checks();
        Instant at = NOW.plusSeconds(10);
        bybit.answer(EXECUTIONS, ScriptedBybit.success(ScriptedBybit.page("",
                "{\"symbol\":\"BTCUSDT\",\"execId\":\"2100000000047469164\",\"execTime\":\"%d\"}"
                        .formatted(at.toEpochMilli())),
                at.plusSeconds(60).toEpochMilli()));
        await(() -> checks() >= before + 4);
        assertThat(all(LinkChanged.class)).extracting(LinkChanged::state).containsExactly(LinkState.UP);
    }

    @Test
    void aCheckThatIsNotAnsweredProvesNothing() {
        for (int attempt = 0; attempt < 4; attempt++) {
            bybit.answer(EXECUTIONS, new MockResponse.Builder().code(500).build());
        }
        connect(watching(Duration.ofMillis(50), Duration.ofDays(1)));
        await(() -> checks() >= 6);
        assertThat(told).containsExactly(new LinkChanged(LinkState.UP, NOW));
    }
}
