package io.tradinghub.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;
import io.tradinghub.sim.fault.Fault;
import io.tradinghub.sim.key.Signature;
import io.tradinghub.sim.key.SimAccount;
import io.tradinghub.sim.market.SyntheticMarket;
import io.tradinghub.sim.wire.Json;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// `/v5/private` and `/v5/trade` through sockets.
class PrivateStreamTest {
    private static final Instant MARKET = Instant.parse("2026-03-02T12:00:30.123Z");
    private static final long WALL = 1_700_000_000_000L;
    private static final String SECRET = "demo-secret-0123456789";
    private static final String MARKET_BUY = "category:linear,symbol:BTCUSDT,side:Buy,orderType:Market,qty:0.01";
    private final SyntheticMarket market = SyntheticMarket.of(7, List.of("BTCUSDT", "ETHUSDT"), MARKET);
    private final BybitSim sim = BybitSim.start(SimSettings.local(), market, () -> MARKET,
            () -> Instant.ofEpochMilli(WALL),
            List.of(SimAccount.trading("demoKey01", SECRET, 1_001, MARKET),
                    SimAccount.trading("other", SECRET, 1_002, MARKET)));
    private final SignedClient rest = new SignedClient(sim, "demoKey01", SECRET, WALL);

    @AfterEach
    void stop() {
        rest.close();
        sim.close();
    }

    private static String auth(String key, long expires, String secret) {
        String text = "GET/realtime" + expires;
        return "{\"req_id\":\"a\",\"op\":\"auth\",\"args\":[\"%s\",%d,\"%s\"]}".formatted(key, expires,
                Signature.of(text.getBytes(StandardCharsets.UTF_8), secret));
    }

    private StreamClient authenticated(String key) throws InterruptedException {
        StreamClient client = new StreamClient(sim.privateStreamUrl());
        client.send(auth(key, WALL + 10_000, SECRET));
        client.await(frame -> frame.path("op").asText().equals("auth") && frame.path("success").asBoolean());
        return client;
    }

    private StreamClient listening(String... topics) throws InterruptedException {
        StreamClient client = authenticated("demoKey01");
        client.subscribe(topics);
        client.await(frame -> frame.path("op").asText().equals("subscribe") && frame.path("success").asBoolean());
        return client;
    }

    @Test
    void answersAuthSubscribeAndPingInTheCapturedForm() throws Exception {
        try (StreamClient client = new StreamClient(sim.privateStreamUrl())) {
            client.send(auth("demoKey01", WALL + 10_000, SECRET));
            client.subscribe("order");
            client.send("{\"op\":\"ping\",\"req_id\":\"test\"}");
            client.send("{\"op\":\"ping\"}");

            JsonNode auth = client.await(frame -> true);
            JsonNode subscribe = client.await(frame -> true);
            JsonNode pong = client.await(frame -> true);
            assertThat(JsonShape.of(auth).keySet())
                    .isEqualTo(JsonShape.of(JsonShape.fixture("private/auth")).keySet());
            assertThat(auth.path("req_id").asText()).isEqualTo("a");
            assertThat(JsonShape.of(subscribe).keySet())
                    .isEqualTo(JsonShape.of(JsonShape.fixture("private/subscribe")).keySet());
            assertThat(subscribe.path("success").asBoolean()).isTrue();
            assertThat(JsonShape.of(pong)).isEqualTo(JsonShape.of(JsonShape.fixture("private/pong")));
            assertThat(client.await(frame -> true).has("req_id")).isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource({"demoKey01, 0, demo-secret-0123456789", "demoKey01, 10000, wrong", "nobody, 10000, wrong"})
    void refusesAnAuthThatIsTooLateOrSignedWrong(String key, long ahead, String secret) throws Exception {
        try (StreamClient client = new StreamClient(sim.privateStreamUrl())) {
            client.send(auth(key, WALL + ahead, secret));
            JsonNode answer = client.await(frame -> frame.path("op").asText().equals("auth"));
            client.subscribe("order");

            assertThat(answer.path("success").asBoolean()).isFalse();
            assertThat(ahead == 0).isEqualTo(answer.path("ret_msg").asText().equals("Params Error"));
            assertThat(client.await(frame -> true).path("success").asBoolean()).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"orders", "order.moon", "tickers.BTCUSDT"})
    void refusesATopicThatIsNone(String topic) throws Exception {
        try (StreamClient client = authenticated("demoKey01")) {
            client.subscribe("order", topic);

            assertThat(client.await(frame -> frame.has("success")).path("ret_msg").asText())
                    .isEqualTo("error:handler not found,topic:" + topic);
        }
    }

    @Test
    void refusesATopicTwiceAndBothFormsInOneRequest() throws Exception {
        try (StreamClient client = listening("order")) {
            client.subscribe("order");
            assertThat(client.await(frame -> true).path("ret_msg").asText())
                    .isEqualTo("error:already subscribed,topic:order");
            client.subscribe("execution", "execution.linear");
            assertThat(client.await(frame -> true).path("success").asBoolean()).isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource({"order, order.linear.new", "execution, execution.linear", "position, position.linear",
            "wallet, wallet"})
    void sendsEveryFieldOfACapturedFrameInItsType(String topic, String fixture) throws Exception {
        try (StreamClient client = listening(topic)) {
            rest.post("/v5/order/create", topic.equals("order") ? limitBuy() : MARKET_BUY);
            JsonNode frame = client.await(found -> found.path("topic").asText().equals(topic));

            assertThat(types(frame)).containsAll(types(JsonShape.fixture("private/" + fixture)));
        }
    }

    /// Paths with their JSON types; whether a text is a number or empty differs from order to order.
    private static Set<String> types(JsonNode node) {
        Set<String> types = new LinkedHashSet<>();
        JsonShape.of(node).forEach((path, type) -> types.add(path + ' ' + (type.contains("TEXT") ? "TEXT" : type)));
        return types;
    }

    @Test
    void sendsFillsBeforeTheStateThatTheyLeadToThenPositionAndWallet() throws Exception {
        try (StreamClient client = listening("order", "execution", "position", "wallet", "execution.fast")) {
            rest.post("/v5/order/create", MARKET_BUY);

            assertThat(topics(client, 5)).containsExactly("execution", "execution.fast", "order", "position", "wallet");
        }
    }

    @Test
    void sendsFilledFirstOnDemand() throws Exception {
        try (StreamClient client = listening("order", "execution")) {
            sim.faults().arm(Fault.FILLED_FIRST, 1);
            rest.post("/v5/order/create", MARKET_BUY);

            assertThat(topics(client, 2)).containsExactly("order", "execution");
        }
    }

    @Test
    void sendsExecutionsAndFilledTwiceOnDemand() throws Exception {
        try (StreamClient client = listening("order", "execution")) {
            sim.faults().arm(Fault.DUPLICATE_EXECUTION, 1);
            sim.faults().arm(Fault.FILLED_TWICE, 1);
            rest.post("/v5/order/create", MARKET_BUY);
            List<JsonNode> frames = frames(client, 4);

            assertThat(frames.get(0)).isEqualTo(frames.get(1));
            assertThat(frames.get(3).at("/data/0/orderStatus").asText()).isEqualTo("Filled");
            assertThat(frames.get(3).at("/data/0/rejectReason").asText()).isEqualTo("EC_OrigClOrdIDDoesNotExist");
        }
    }

    @Test
    void sendsUnknownFieldsWordsAndExponentsOnDemand() throws Exception {
        try (StreamClient client = listening("order", "execution")) {
            sim.faults().arm(Fault.UNKNOWN_WORD, 1);
            sim.faults().arm(Fault.EXPONENT, 1);
            rest.post("/v5/order/create", MARKET_BUY);
            List<JsonNode> frames = frames(client, 2);

            assertThat(frames.get(0).at("/data/0/execQty").asText()).isEqualTo("0.01e0");
            assertThat(new BigDecimal(frames.get(0).at("/data/0/execPrice").asText())).isPositive();
            assertThat(frames.get(1).at("/data/0/createType").asText()).isEqualTo("CreateByNextWeek");
        }
    }

    @Test
    void tellsNobodyElse() throws Exception {
        try (StreamClient other = authenticated("other"); StreamClient own = listening("order")) {
            other.subscribe("order");
            other.await(frame -> frame.path("success").asBoolean());
            rest.post("/v5/order/create", MARKET_BUY);
            own.await(frame -> frame.path("topic").asText().equals("order"));
            other.send("{\"op\":\"ping\",\"req_id\":\"end\"}");

            assertThat(other.await(frame -> true).path("op").asText()).isEqualTo("pong");
        }
    }

    @Test
    void sendsTheTopicInTheFormThatWasAskedFor() throws Exception {
        try (StreamClient client = listening("execution.spot")) {
            rest.post("/v5/order/create", MARKET_BUY);
            rest.post("/v5/order/create", "category:spot,symbol:BTCUSDT,side:Buy,orderType:Market,qty:100");

            JsonNode frame = client.await(found -> true);
            assertThat(frame.path("topic").asText()).isEqualTo("execution.spot");
            assertThat(frame.at("/data/0/feeCurrency").asText()).isEqualTo("BTC");
        }
    }

    @Test
    void goesSilentAndIsCutOnDemand() throws Exception {
        try (StreamClient client = listening("order", "execution")) {
            sim.faults().arm(Fault.HALF_OPEN, 1);
            rest.post("/v5/order/create", MARKET_BUY);
            rest.plain("POST", "/sim/restart");

            assertThat(client.awaitEnd()).isEqualTo(1006);
        }
        try (StreamClient client = new StreamClient(sim.privateStreamUrl())) {
            sim.faults().arm(Fault.CUT_IN_AUTH, 1);
            client.send(auth("demoKey01", WALL + 10_000, SECRET));

            assertThat(client.awaitEnd()).isEqualTo(1006);
        }
    }

    @Test
    void takesOrdersOverTheTradeStream() throws Exception {
        try (StreamClient client = new StreamClient(sim.tradeStreamUrl())) {
            client.send(order("r1", limitBuyJson(), WALL));
            assertThat(code(client)).isEqualTo(10_003);
            client.send(auth("demoKey01", WALL + 10_000, SECRET));
            JsonNode auth = client.await(frame -> true);
            assertThat(JsonShape.of(auth).keySet())
                    .containsAll(JsonShape.of(JsonShape.fixture("private/trade.auth")).keySet());
            client.send(auth("demoKey01", WALL + 10_000, SECRET));
            assertThat(code(client)).isEqualTo(20_001);
            client.send(order("r2", limitBuyJson(), WALL));
            JsonNode created = client.await(frame -> true);
            client.send(order("r2", limitBuyJson(), WALL));
            assertThat(code(client)).isEqualTo(20_006);
            client.send(order("r3", limitBuyJson(), WALL - 5_001));
            assertThat(code(client)).isEqualTo(10_002);
            client.send("{\"op\":\"ping\"}");

            assertThat(types(created)).isEqualTo(types(JsonShape.fixture("private/trade.order.create")));
            assertThat(created.path("retCode").asInt()).isZero();
            assertThat(JsonShape.of(client.await(frame -> true)))
                    .isEqualTo(JsonShape.of(JsonShape.fixture("private/trade.pong")));
            assertThat(rest.get("/v5/order/realtime", "category=linear&symbol=BTCUSDT").at("/result/list/0/orderId"))
                    .isEqualTo(created.at("/data/orderId"));
        }
    }

    private static int code(StreamClient client) throws InterruptedException {
        return client.await(frame -> true).path("retCode").asInt();
    }

    private static String order(String id, String args, long timestamp) {
        return "{\"reqId\":\"%s\",\"header\":{\"X-BAPI-TIMESTAMP\":\"%d\"},\"op\":\"order.create\",\"args\":[%s]}"
                .formatted(id, timestamp, args);
    }

    private String limitBuyJson() throws Exception {
        return "{\"category\":\"linear\",\"symbol\":\"BTCUSDT\",\"side\":\"Buy\",\"orderType\":\"Limit\","
                + "\"qty\":\"0.01\",\"price\":\"" + low() + "\"}";
    }

    private String limitBuy() throws Exception {
        return "category:linear,symbol:BTCUSDT,side:Buy,orderType:Limit,qty:0.01,price:" + low();
    }

    private String low() throws Exception {
        String ticker = rest.plain("GET", "/v5/market/tickers?category=linear&symbol=BTCUSDT").body();
        return new BigDecimal(Json.read(ticker).orElseThrow().at("/result/list/0/lastPrice").asText())
                .multiply(new BigDecimal("0.99")).setScale(1, RoundingMode.HALF_UP).toPlainString();
    }

    private static List<JsonNode> frames(StreamClient client, int count) throws InterruptedException {
        List<JsonNode> frames = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            frames.add(client.await(frame -> true));
        }
        return frames;
    }

    private static List<String> topics(StreamClient client, int count) throws InterruptedException {
        return frames(client, count).stream().map(frame -> frame.path("topic").asText()).toList();
    }
}
