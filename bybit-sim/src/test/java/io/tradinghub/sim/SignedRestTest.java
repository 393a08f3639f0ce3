package io.tradinghub.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;
import io.tradinghub.sim.exchange.Environment;
import io.tradinghub.sim.exchange.Exchange;
import io.tradinghub.sim.fault.Fault;
import io.tradinghub.sim.key.ApiKey;
import io.tradinghub.sim.key.SimAccount;
import io.tradinghub.sim.market.SyntheticMarket;
import io.tradinghub.sim.wire.Json;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The signed half by REST, with signatures, limits and faults. Market time stands still; the wall clock is another
/// one.
class SignedRestTest {
    private static final Instant MARKET = Instant.parse("2026-03-02T12:00:30.123Z");
    private static final long WALL = 1_700_000_000_000L;
    private static final String SECRET = "demo-secret-0123456789";
    private static final String ORDER = "category:linear,symbol:BTCUSDT,side:Buy,orderType:Limit,qty:0.01,price:";
    private final SyntheticMarket market = SyntheticMarket.of(7, List.of("BTCUSDT", "ETHUSDT"), MARKET);
    private final BybitSim sim = start(Environment.MAINNET);
    private final SignedClient client = client("demoKey01");

    private BybitSim start(Environment environment) {
        SimSettings settings = SimSettings.local().withExchange(new Exchange.Settings(1, environment, 0));
        return BybitSim.start(settings, market, () -> MARKET, () -> Instant.ofEpochMilli(WALL), accounts());
    }

    private static List<SimAccount> accounts() {
        Instant made = Instant.ofEpochMilli(WALL);
        SimAccount trading = SimAccount.trading("demoKey01", SECRET, 1_001, made);
        Map<String, List<String>> spotOnly = Map.of("Spot", List.of("SpotTrade"));
        Optional<Instant> past = Optional.of(made.minusSeconds(1));
        return List.of(trading, of(key("readOnly", true, ApiKey.tradingRights(), "*", Optional.empty())),
                of(key("spotOnly", false, spotOnly, "*", Optional.empty())),
                of(key("elsewhere", false, ApiKey.tradingRights(), "10.1.2.3", Optional.empty())),
                of(key("expired", false, ApiKey.tradingRights(), "*", past)),
                SimAccount.trading("second", SECRET, 1_002, made));
    }

    private static ApiKey key(String name, boolean isReadOnly, Map<String, List<String>> rights, String address,
            Optional<Instant> expiry) {
        return new ApiKey(name, SECRET, 1_001, isReadOnly, rights, List.of(address), Instant.ofEpochMilli(WALL), expiry,
                "test");
    }

    private static SimAccount of(ApiKey key) {
        return new SimAccount(key, SimAccount.PLAY_MONEY);
    }

    private SignedClient client(String key) {
        return new SignedClient(sim, key, SECRET, WALL);
    }

    @AfterEach
    void stop() {
        client.close();
        sim.close();
    }

    @ParameterizedTest
    @CsvSource({"nobody, 10003", "readOnly, 0", "elsewhere, 10010", "expired, 33004"})
    void refusesAKeyThatMayNotAsk(String key, int code) throws Exception {
        try (SignedClient other = client(key)) {
            assertThat(other.get("/v5/account/info", "").path("retCode").asInt()).isEqualTo(code);
        }
    }

    @ParameterizedTest
    @CsvSource({"readOnly, 10005", "spotOnly, 10005", "demoKey01, 0"})
    void refusesWhatTheKeyHasNoRightTo(String key, int code) throws Exception {
        try (SignedClient other = client(key)) {
            assertThat(other.post("/v5/order/create", ORDER + price(-1)).path("retCode").asInt()).isEqualTo(code);
            assertThat(other.post("/v5/position/set-leverage",
                    "category:linear,symbol:BTCUSDT,buyLeverage:3,sellLeverage:3").path("retCode").asInt())
                    .isEqualTo(code);
        }
    }

    @ParameterizedTest
    @CsvSource({"-5000, 0", "-5001, 10002", "999, 0", "1000, 10002"})
    void acceptsATimeFiveSecondsPastAndLessThanOneAhead(long offset, int code) throws Exception {
        client.stampWith(WALL + offset);
        JsonNode answer = client.get("/v5/account/info", "");

        assertThat(answer.path("retCode").asInt()).isEqualTo(code);
        assertThat(answer.path("time").asLong()).isEqualTo(WALL);
        if (code != 0) {
            assertThat(answer.path("retMsg").asText()).isEqualTo(
                    "invalid request, please check your server timestamp or recv_window param. req_timestamp[%d],"
                            .formatted(WALL + offset) + "server_timestamp[%d],recv_window[5000]".formatted(WALL));
        }
    }

    @Test
    void judgesSignaturesByAClockThatCanJump() throws Exception {
        assertThat(client.plain("POST", "/sim/faults/clock?millis=-1001").body()).isEqualTo("{\"clock\":-1001}");
        assertThat(client.get("/v5/account/info", "").path("retCode").asInt()).isEqualTo(10_002);
        client.plain("DELETE", "/sim/faults");

        assertThat(client.get("/v5/account/info", "").path("retCode").asInt()).isZero();
    }

    @Test
    void namesTheTextThatItWouldHaveSigned() throws Exception {
        try (SignedClient liar = new SignedClient(sim, "demoKey01", "wrong", WALL)) {
            JsonNode answer = liar.get("/v5/account/fee-rate", "category=linear&symbol=BTCUSDT");

            assertThat(answer.path("retCode").asInt()).isEqualTo(10_004);
            assertThat(answer.path("retMsg").asText()).isEqualTo(
                    "error sign! origin_string[1700000000000demoKey015000category=linear&symbol=BTCUSDT]");
        }
    }

    @Test
    void answers401WithoutTheHeaders() throws Exception {
        assertThat(client.plain("GET", "/v5/account/info").statusCode()).isEqualTo(401);
    }

    @Test
    void checksTheQueryAsItWasSent() throws Exception {
        assertThat(client.get("/v5/account/wallet-balance", "coin=USDT%2CBTC&accountType=UNIFIED")
                .at("/result/list/0/coin/0/coin").asText()).isEqualTo("USDT");
    }

    @ParameterizedTest
    @CsvSource({"/v5/order/realtime, category=linear&symbol=BTCUSDT, order.realtime",
            "/v5/order/history, category=linear&symbol=BTCUSDT, order.history",
            "/v5/execution/list, category=linear&symbol=BTCUSDT, execution.list",
            "/v5/position/list, category=linear&symbol=BTCUSDT, position.list",
            "/v5/account/wallet-balance, accountType=UNIFIED, wallet-balance",
            "/v5/account/fee-rate, category=linear&symbol=ETHUSDT, fee-rate", "/v5/account/info, '', account.info",
            "/v5/user/query-api, '', query-api"})
    void answersWithEveryDocumentedField(String path, String query, String fixture) throws Exception {
        client.post("/v5/order/create", ORDER + price(-1));
        client.post("/v5/order/create", "category:linear,symbol:BTCUSDT,side:Buy,orderType:Market,qty:0.01");
        JsonNode answer = client.get(path, query);

        Set<String> documented = paths(JsonShape.fixture("private/rest." + fixture));
        documented.removeIf(field -> field.startsWith("/result/permissions") || field.contains("/cumFeeDetail/")
                || field.equals("/result/list[]/extraFees") || field.endsWith("/mmrSysUpdateTime"));
        assertThat(paths(answer)).containsAll(documented);
    }

    private static Set<String> paths(JsonNode node) {
        return new LinkedHashSet<>(JsonShape.of(node).keySet());
    }

    @Test
    void acknowledgesAnOrderThatRealtimeThenShows() throws Exception {
        JsonNode answer = client.post("/v5/order/create", ORDER + price(-1) + ",orderLinkId:a-1");
        assertThat(JsonShape.of(answer).keySet())
                .isEqualTo(JsonShape.of(JsonShape.fixture("private/rest.order.create")).keySet());
        JsonNode order = client.get("/v5/order/realtime", "category=linear&symbol=BTCUSDT&orderLinkId=a-1")
                .at("/result/list/0");

        assertThat(order.path("orderId")).isEqualTo(answer.at("/result/orderId"));
        assertThat(order.path("orderStatus").asText()).isEqualTo("New");
        assertThat(client.post("/v5/order/cancel", "category:linear,symbol:BTCUSDT,orderLinkId:a-1").path("retCode")
                .asInt()).isZero();
        assertThat(client.get("/v5/order/history", "category=linear&symbol=BTCUSDT")
                .at("/result/list/0/cancelType").asText()).isEqualTo("CancelByUser");
    }

    @Test
    void answersABatchWithAResultForEachOrder() throws Exception {
        JsonNode answer = client.postBody("/v5/order/create-batch", """
                {"category":"linear","request":[{"symbol":"BTCUSDT","side":"Buy","orderType":"Limit","qty":"0.01",
                "price":"%s"},{"symbol":"BTCUSDT","side":"Buy","orderType":"Limit","qty":"0.00001","price":"1"}]}"""
                .formatted(price(-1)));

        assertThat(answer.path("retCode").asInt()).isZero();
        assertThat(answer.at("/retExtInfo/list").valueStream().map(row -> row.path("code").asInt()))
                .containsExactly(0, 10_001);
        assertThat(answer.at("/result/list/1/orderId").asText()).isEmpty();
    }

    @Test
    void pagesOrdersWithoutAGapOrARepeatWhileNewOnesComeIn() throws Exception {
        List<String> placed = place(5);
        List<String> seen = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode result = client.get("/v5/order/realtime",
                    "category=linear&symbol=BTCUSDT&limit=2&cursor=" + cursor).path("result");
            result.path("list").forEach(row -> seen.add(row.path("orderId").asText()));
            cursor = result.path("nextPageCursor").asText();
            if (seen.size() == 2) {
                place(1);
            }
        } while (!cursor.isEmpty());

        assertThat(seen).containsExactlyElementsOf(placed.reversed());
    }

    private List<String> place(int count) throws Exception {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ids.add(client.post("/v5/order/create", ORDER + price(-1)).at("/result/orderId").asText());
        }
        return ids;
    }

    @ParameterizedTest
    @ValueSource(strings = {"category=linear", "category=linear&symbol=BTCUSDT&startTime=1&endTime=604800002",
            "category=linear&symbol=BTCUSDT&cursor=x", "symbol=BTCUSDT"})
    void refusesAnOrderQueryThatIsTooWide(String query) throws Exception {
        String path = query.contains("startTime") ? "/v5/order/history" : "/v5/order/realtime";

        assertThat(client.get(path, query).path("retCode").asInt()).isEqualTo(10_001);
    }

    @Test
    void tellsHowMuchOfALimitIsLeft() throws Exception {
        HttpResponse<String> answer = client.request("/v5/account/fee-rate", "category=linear");

        assertThat(answer.headers().firstValue("X-Bapi-Limit")).hasValue("5");
        assertThat(answer.headers().firstValue("X-Bapi-Limit-Status")).hasValue("4");
        assertThat(answer.headers().firstValue("X-Bapi-Limit-Reset-Timestamp")).hasValue(Long.toString(WALL));
    }

    @Test
    void countsSignedAndPublicRequestsOfAnAddressTogether() throws Exception {
        try (BybitSim strict = BybitSim.start(SimSettings.local().withRequestsPerFiveSeconds(2), market, () -> MARKET,
                () -> Instant.ofEpochMilli(WALL), accounts());
                SignedClient strictClient = new SignedClient(strict, "demoKey01", SECRET, WALL)) {
            strictClient.plain("GET", "/v5/market/time");
            strictClient.get("/v5/account/info", "");
            HttpResponse<String> banned = strictClient.request("/v5/account/info", "");

            assertThat(banned.statusCode()).isEqualTo(403);
            assertThat(banned.body()).startsWith("<html>");
        }
    }

    @Test
    void offersNoFeeRatesInDemoTrading() throws Exception {
        try (BybitSim demo = start(Environment.DEMO);
                SignedClient demoClient = new SignedClient(demo, "demoKey01", SECRET, WALL)) {
            assertThat(demoClient.get("/v5/account/fee-rate", "category=linear").path("retCode").asInt())
                    .isEqualTo(10_032);
        }
    }

    @Test
    void executesAnOrderAndAnswersThatItTimedOut() throws Exception {
        sim.faults().arm(Fault.SERVER_TIMEOUT_EXECUTED, 1);
        sim.faults().arm(Fault.CUT_EXECUTED, 1);
        assertThatThrownBy(() -> client.post("/v5/order/create", ORDER + price(-1) + ",orderLinkId:cut"))
                .isInstanceOf(IOException.class);
        assertThat(client.post("/v5/order/create", ORDER + price(-1) + ",orderLinkId:timed-out").path("retCode")
                .asInt()).isEqualTo(10_000);

        assertThat(openLinkIds()).containsExactly("timed-out", "cut");
    }

    @Test
    void answersThatAnOrderTimedOutAndDoesNotExecuteIt() throws Exception {
        sim.faults().arm(Fault.SERVER_TIMEOUT, 1);

        assertThat(client.post("/v5/order/create", ORDER + price(-1)).path("retCode").asInt()).isEqualTo(10_000);
        assertThat(openLinkIds()).isEmpty();
    }

    private List<String> openLinkIds() throws Exception {
        return client.get("/v5/order/realtime", "category=linear&symbol=BTCUSDT").at("/result/list").valueStream()
                .map(row -> row.path("orderLinkId").asText()).toList();
    }

    @Test
    void refusesWithOrWithoutLimitHeadersOnDemand() throws Exception {
        sim.faults().arm(Fault.RATE_LIMIT, 1);
        sim.faults().arm(Fault.RATE_LIMIT_WITHOUT_HEADERS, 1);
        HttpResponse<String> bare = client.request("/v5/account/info", "");
        HttpResponse<String> withHeaders = client.request("/v5/account/info", "");

        assertThat(List.of(bare, withHeaders)).allSatisfy(
                answer -> assertThat(answer.body()).startsWith("{\"retCode\":10006,\"retMsg\":\"Too many visits\""));
        assertThat(bare.headers().firstValue("X-Bapi-Limit")).isEmpty();
        assertThat(withHeaders.headers().firstValue("X-Bapi-Limit-Status")).hasValue("0");
    }

    @Test
    void letsAccountsBeTroubledFromOutside() throws Exception {
        client.post("/v5/order/create", "category:linear,symbol:BTCUSDT,side:Buy,orderType:Market,qty:0.02");
        assertThat(client.plain("POST", "/sim/accounts/1001/adl?symbol=BTCUSDT&qty=0.005").body())
                .isEqualTo("{\"done\":true}");
        client.plain("POST", "/sim/accounts/1001/fund?symbol=BTCUSDT&rate=0.001");
        assertThat(client.plain("POST", "/sim/accounts/1001/liquidate?symbol=BTCUSDT").statusCode()).isEqualTo(200);
        client.plain("POST",
                "/sim/accounts/1001/order?category=linear&symbol=BTCUSDT&side=Sell&orderType=Market&qty=0.003");
        assertThat(client.plain("POST", "/sim/accounts/1001/transfer?coin=USDT&amount=-500").statusCode())
                .isEqualTo(200);
        client.post("/v5/order/create", ORDER + price(-1));
        assertThat(client.plain("POST", "/sim/accounts/1001/dcp").statusCode()).isEqualTo(200);

        assertThat(client.get("/v5/execution/list", "category=linear&symbol=BTCUSDT").at("/result/list").valueStream()
                .map(row -> row.path("execType").asText() + row.path("execQty").asText()))
                .containsExactlyInAnyOrder("Trade0.02", "AdlTrade0.005", "Funding0.015", "BustTrade0.015",
                        "Trade0.003");
        assertThat(client.get("/v5/order/history", "category=linear&symbol=BTCUSDT").at("/result/list").valueStream()
                .map(row -> row.path("cancelType").asText())).contains("CancelByDCP");
        assertThat(client.plain("POST", "/sim/accounts/9/dcp").statusCode()).isEqualTo(404);
        assertThat(client.plain("POST", "/sim/accounts/1001/rob").body()).contains("adl", "liquidate");
        assertThat(client.plain("POST", "/sim/accounts/1001/adl?symbol=NOPE").statusCode()).isEqualTo(400);
    }

    @Test
    void forgetsADeletedKey() throws Exception {
        client.plain("DELETE", "/sim/keys/demoKey01");

        assertThat(client.get("/v5/account/info", "").path("retCode").asInt()).isEqualTo(10_003);
        assertThat(client.plain("GET", "/sim/accounts").body()).doesNotContain("demoKey01", SECRET);
    }

    @Test
    void throwsFaultsAtRandomFromASeed() throws Exception {
        client.plain("POST", "/sim/faults/random?seed=5&rate=0.5&faults=server-timeout");
        List<Integer> first = codes();
        client.plain("POST", "/sim/faults/random?seed=5&rate=0.5&faults=server-timeout");

        assertThat(codes()).isEqualTo(first).contains(0, 10_000);
        assertThat(client.plain("POST", "/sim/faults/random?rate=2").statusCode()).isEqualTo(400);
        assertThat(client.plain("POST", "/sim/faults/random?faults=earthquake").statusCode()).isEqualTo(400);
    }

    private List<Integer> codes() throws Exception {
        List<Integer> codes = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            codes.add(client.get("/v5/account/info", "").path("retCode").asInt());
        }
        return codes;
    }

    /// The last price moved by this many percent, on the tick grid.
    private String price(int percent) throws Exception {
        String last = client.plain("GET", "/v5/market/tickers?category=linear&symbol=BTCUSDT").body();
        BigDecimal price = new BigDecimal(
                Json.read(last).orElseThrow().at("/result/list/0/lastPrice").asText());
        return price.multiply(BigDecimal.valueOf(100 + percent)).movePointLeft(2)
                .setScale(1, RoundingMode.HALF_UP).toPlainString();
    }
}
