package io.tradinghub.sim.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.stream.IntStream;

import com.fasterxml.jackson.databind.JsonNode;
import io.tradinghub.market.Category;
import io.tradinghub.sim.JsonShape;
import io.tradinghub.sim.wire.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestsTest {
    private final HubFixture sim = new HubFixture();
    private final RecordingClient linear = sim.client(Category.LINEAR);
    private final RecordingClient spot = sim.client(Category.SPOT);

    @Test
    void acknowledgesALinearSubscriptionWithAnEmptyMessage() throws IOException {
        linear.subscribe("publicTrade.BTCUSDT");
        JsonNode answer = linear.takeReply();

        assertThat(answer.path("success").asBoolean()).isTrue();
        assertThat(answer.path("ret_msg").asText("none")).isEmpty();
        assertThat(answer.path("req_id").asText()).isEqualTo("r1");
        assertThat(answer.path("op").asText()).isEqualTo("subscribe");
        assertThat(JsonShape.of(answer).keySet())
                .isEqualTo(JsonShape.of(JsonShape.fixture("ws/subscribe.linear")).keySet());
    }

    @Test
    void acknowledgesASpotSubscriptionWithTheWordSubscribe() throws IOException {
        spot.subscribe("publicTrade.BTCUSDT");
        JsonNode answer = spot.takeReply();

        assertThat(answer.path("ret_msg").asText()).isEqualTo("subscribe");
        assertThat(JsonShape.of(answer).keySet())
                .isEqualTo(JsonShape.of(JsonShape.fixture("ws/subscribe.spot.with-id")).keySet());
    }

    @Test
    void repliesToRequestsWithoutAnIdAsEachCategoryDoes() throws IOException {
        linear.sendText("{\"op\":\"subscribe\",\"args\":[\"tickers.BTCUSDT\"]}");
        spot.sendText("{\"op\":\"subscribe\",\"args\":[\"tickers.BTCUSDT\"]}");

        assertThat(JsonShape.of(linear.takeReply())).isEqualTo(JsonShape.of(JsonShape.fixture("ws/subscribe.linear")));
        assertThat(JsonShape.of(spot.takeReply())).isEqualTo(JsonShape.of(JsonShape.fixture("ws/subscribe.spot")));
    }

    @Test
    void echoesARequestIdThatIsANumber() {
        spot.sendText("{\"op\":\"subscribe\",\"req_id\":42,\"args\":[\"tickers.BTCUSDT\"],\"unknown\":{}}");

        assertThat(spot.takeReply().path("req_id").isInt()).isTrue();
    }

    @Test
    void answersPings() throws IOException {
        linear.sendText("{\"op\":\"ping\"}");
        spot.sendText("{\"op\":\"ping\"}");

        assertThat(JsonShape.of(linear.takeReply()))
                .isEqualTo(JsonShape.of(Json.object().put("success", true).put("ret_msg", "pong")
                        .put("conn_id", "c").put("req_id", "").put("op", "ping")));
        assertThat(JsonShape.of(spot.takeReply())).isEqualTo(JsonShape.of(JsonShape.fixture("ws/pong.spot")));
    }

    @Test
    void answersAPingWithItsRequestId() throws IOException {
        linear.sendText("{\"req_id\":\"ping-pp\",\"op\":\"ping\"}");
        JsonNode pong = linear.takeReply();

        assertThat(JsonShape.of(pong)).isEqualTo(JsonShape.of(JsonShape.fixture("ws/pong.linear")));
        assertThat(pong.path("req_id").asText()).isEqualTo("ping-pp");
    }

    @ParameterizedTest
    @ValueSource(strings = {"orderbook.50.NOPEUSDT", "orderbook.30.BTCUSDT", "orderbook.500.BTCUSDT",
            "orderbook.50.btcusdt",
            "kline.2.BTCUSDT", "order", "position.linear", ""})
    void rejectsATopicThatDoesNotExist(String topic) throws IOException {
        linear.subscribe(topic);
        JsonNode answer = linear.takeReply();

        assertThat(answer.path("ret_msg").asText()).isEqualTo("error:handler not found,topic:" + topic);
        assertThat(JsonShape.of(answer)).isEqualTo(JsonShape.of(JsonShape.fixture("ws/subscribe.handler-not-found")));
    }

    @Test
    void rejectsADuplicateSubscriptionAndKeepsTheFirst() throws IOException {
        linear.subscribe("orderbook.1.ETHUSDT");
        linear.take();
        linear.subscribe("orderbook.1.ETHUSDT");
        JsonNode answer = linear.takeReply();
        sim.run(Duration.ofMinutes(2), Duration.ofSeconds(1));

        assertThat(answer.path("ret_msg").asText()).isEqualTo("error:already subscribed,topic:orderbook.1.ETHUSDT");
        assertThat(JsonShape.of(answer)).isEqualTo(JsonShape.of(JsonShape.fixture("ws/subscribe.already-subscribed")));
        assertThat(linear.takeData()).isNotEmpty();
    }

    @Test
    void rejectsTheWholeRequestForOneBadTopic() {
        linear.subscribe("publicTrade.BTCUSDT", "publicTrade.NOPEUSDT");
        linear.take();
        sim.run(Duration.ofMinutes(2), Duration.ofSeconds(1));

        assertThat(linear.takeData()).isEmpty();
    }

    @Test
    void acceptsAtMostTenTopicsPerRequestOnSpotOnly() {
        String[] eleven = {"kline.1.BTCUSDT", "kline.3.BTCUSDT", "kline.5.BTCUSDT", "kline.15.BTCUSDT",
                "kline.30.BTCUSDT",
                "kline.60.BTCUSDT", "kline.120.BTCUSDT", "kline.240.BTCUSDT", "kline.360.BTCUSDT", "kline.720.BTCUSDT",
                "kline.D.BTCUSDT"};
        linear.subscribe(eleven);
        spot.subscribe(eleven);

        assertThat(linear.takeReply().path("success").asBoolean()).isTrue();
        assertThat(spot.takeText()).singleElement().asString().contains("\"ret_msg\":\"args size \\u003e10\"");
    }

    @Test
    void acceptsAtMostTwentyOneThousandCharactersOfTopics() {
        linear.subscribe(
                IntStream.range(0, 1_000).mapToObj("publicTrade.SYMBOL%04dUSDT"::formatted).toArray(String[]::new));

        assertThat(linear.takeReply().path("ret_msg").asText()).contains("21000");
    }

    @Test
    void rejectsAnUnknownOperation() {
        linear.request("dance");

        assertThat(linear.takeReply().path("ret_msg").asText()).isEqualTo("error:invalid op");
    }

    @Test
    void reportsUndecodableTextAndKeepsTheConnection() {
        linear.sendText("hello");
        JsonNode answer = linear.takeReply();
        linear.subscribe("tickers.BTCUSDT");

        assertThat(answer.path("ret_msg").asText())
                .startsWith("Failed to decode incoming data:readObjectStart: expect { or n, but found h, ");
        assertThat(linear.takeReply().path("success").asBoolean()).isTrue();
    }

    @Test
    void stopsDataAfterAnUnsubscription() {
        linear.subscribe("tickers.BTCUSDT");
        linear.take();
        linear.request("unsubscribe", "tickers.BTCUSDT");
        JsonNode answer = linear.takeReply();
        sim.run(Duration.ofMinutes(2), Duration.ofSeconds(1));

        assertThat(answer.path("op").asText()).isEqualTo("unsubscribe");
        assertThat(answer.path("success").asBoolean()).isTrue();
        assertThat(linear.takeData()).isEmpty();
    }

    @Test
    void cutsAClientThatIsIdleForAMinuteWithoutASubscription() {
        spot.subscribe("publicTrade.BTCUSDT");
        sim.run(Duration.ofSeconds(62), Duration.ofSeconds(1));

        assertThat(linear.isCut()).isTrue();
        assertThat(spot.isCut()).isFalse();
    }

    @Test
    void keepsAClientThatPings() {
        for (int i = 0; i < 6; i++) {
            sim.run(Duration.ofSeconds(20), Duration.ofSeconds(1));
            linear.sendText("{\"op\":\"ping\"}");
        }

        assertThat(linear.isCut()).isFalse();
    }
}
