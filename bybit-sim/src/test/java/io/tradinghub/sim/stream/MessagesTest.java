package io.tradinghub.sim.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tradinghub.market.Category;
import io.tradinghub.sim.JsonShape;
import io.tradinghub.sim.market.Bar;
import io.tradinghub.sim.market.BookView;
import io.tradinghub.sim.market.InstrumentView;
import io.tradinghub.sim.wire.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MessagesTest {
    private static final Duration STEP = Duration.ofMillis(100);
    private final HubFixture sim = new HubFixture();

    @ParameterizedTest
    @CsvSource({"LINEAR, kline.1.BTCUSDT, kline.linear.open", "LINEAR, kline.1.BTCUSDT, kline.linear.closed",
            "SPOT, kline.1.BTCUSDT, kline.spot.open", "SPOT, kline.1.BTCUSDT, kline.spot.closed",
            "LINEAR, tickers.BTCUSDT, tickers.linear.snapshot", "SPOT, tickers.BTCUSDT, tickers.spot.snapshot",
            "LINEAR, publicTrade.BTCUSDT, publicTrade.linear", "SPOT, publicTrade.ETHUSDT, publicTrade.spot",
            "LINEAR, orderbook.1.BTCUSDT, orderbook.linear.snapshot",
            "SPOT, orderbook.1.BTCUSDT, orderbook.spot.snapshot",
            "LINEAR, orderbook.200.BTCUSDT, orderbook.linear.snapshot",
            "LINEAR, orderbook.200.BTCUSDT, orderbook.linear.delta",
            "SPOT, orderbook.200.BTCUSDT, orderbook.spot.delta"})
    void sendsTheFieldsOfTheCapturedFrame(Category category, String topic, String fixture) throws IOException {
        JsonNode captured = JsonShape.fixture("ws/" + fixture);
        RecordingClient client = sim.client(category);
        client.subscribe(topic);
        sim.run(Duration.ofMinutes(3), STEP);
        boolean confirm = captured.at("/data/0/confirm").asBoolean();
        Predicate<JsonNode> isSameKind = frame -> frame.path("type").equals(captured.path("type"))
                && frame.at("/data/0/confirm").asBoolean() == confirm && hasBothSides(frame);

        JsonNode frame = client.takeData().stream().filter(isSameKind).findFirst().orElseThrow();

        assertThat(JsonShape.of(frame)).isEqualTo(JsonShape.of(captured));
    }

    @Test
    void writesLinearKlineKeysInTheCapturedOrder() throws IOException {
        RecordingClient client = sim.client(Category.LINEAR);
        client.subscribe("kline.1.ETHUSDT");
        sim.run(Duration.ofMinutes(2), STEP);
        JsonNode closed = client.takeData().stream().filter(MessagesTest::isClosed).findFirst().orElseThrow();
        JsonNode captured = JsonShape.fixture("ws/kline.linear.closed");

        assertThat(names(closed)).isEqualTo(names(captured));
        assertThat(names(closed.at("/data/0"))).isEqualTo(names(captured.at("/data/0")));
        assertThat(closed.path("data")).hasSize(2);
        assertThat(closed.at("/data/1/open")).isEqualTo(closed.at("/data/0/close"));
    }

    @ParameterizedTest
    @CsvSource({"LINEAR, 'true false'", "SPOT, 'true, false'"})
    void opensTheNextCandleTogetherWithTheCloseOfThePreviousOne(Category category, String confirms) {
        RecordingClient client = sim.client(category);
        client.subscribe("kline.1.ETHUSDT");
        client.take();
        sim.time.passMarket(Duration.ofSeconds(30));
        sim.hub.push();
        List<ObjectNode> frames = client.takeData();
        JsonNode opened = frames.getLast().path("data").valueStream().toList().getLast();

        assertThat(frames.stream().map(MessagesTest::confirms).toList()).isEqualTo(List.of(confirms.split(", ")));
        assertThat(opened.path("start").asLong()).isEqualTo(HubFixture.START.toEpochMilli() + 30_000);
        assertThat(opened.path("volume").asText()).isEqualTo("0");
        assertThat(frames).extracting(frame -> frame.path("ts")).containsOnly(frames.getFirst().path("ts"));
    }

    @Test
    void usesTheUpdateIdsOfRestForTheDeepestBookAndNeverLowersThem() {
        BookView book = sim.instruments.find(Category.LINEAR, "BTCUSDT").orElseThrow().book();
        BookView.BookVersion asked = book.restVersion(sim.time.millis());
        sim.time.passMarket(Duration.ofMillis(1));
        RecordingClient client = sim.client(Category.LINEAR);
        client.subscribe("orderbook.1000.BTCUSDT");
        sim.run(Duration.ofMinutes(1), STEP);
        List<ObjectNode> frames = client.takeData();
        sim.time.passMarket(Duration.ofMillis(50));

        assertThat(frames.getFirst().at("/data/u").asLong()).isGreaterThan(asked.updateId());
        assertThat(book.restVersion(sim.time.millis()).updateId()).isEqualTo(frames.getLast().at("/data/u").asLong());
        assertThat(book.restVersion(sim.time.millis()).millis()).isEqualTo(sim.time.millis() - 50);

        client.request("unsubscribe", "orderbook.1000.BTCUSDT");

        assertThat(book.restVersion(sim.time.millis()).updateId())
                .isGreaterThan(frames.getLast().at("/data/u").asLong());
    }

    @ParameterizedTest
    @CsvSource({"orderbook.1.BTCUSDT", "orderbook.50.BTCUSDT"})
    void neverReusesUpdateIdsAfterTheLastSubscriberHasLeft(String topic) {
        RecordingClient client = sim.client(Category.LINEAR);
        client.subscribe(topic);
        sim.run(Duration.ofMinutes(1), Duration.ofMillis(20));
        long last = client.takeData().getLast().at("/data/u").asLong();
        client.request("unsubscribe", topic);
        client.take();
        sim.time.passMarket(Duration.ofMillis(20));
        client.subscribe(topic);

        assertThat(client.takeData().getFirst().at("/data/u").asLong()).isGreaterThan(last);
    }

    @Test
    void sendsOnlyKnownFieldsInATickerDelta() throws IOException {
        Map<String, String> known = JsonShape.of(JsonShape.fixture("ws/tickers.linear.snapshot").path("data"));
        RecordingClient client = sim.client(Category.LINEAR);
        client.subscribe("tickers.BTCUSDT");
        sim.run(Duration.ofMinutes(3), STEP);
        List<ObjectNode> deltas = client.takeData().stream().filter(f -> f.path("type").asText().equals("delta"))
                .toList();

        assertThat(deltas).hasSizeGreaterThan(20)
                .allSatisfy(delta -> assertThat(known).containsAllEntriesOf(JsonShape.of(delta.path("data"))));
        assertThat(deltas).anyMatch(delta -> !delta.path("data").has("lastPrice"));
    }

    @Test
    void tickerDeltasMergeToTheSnapshotOfANewSubscriber() {
        RecordingClient client = sim.client(Category.LINEAR);
        client.subscribe("tickers.BTCUSDT");
        sim.run(Duration.ofMinutes(5), STEP);
        ObjectNode merged = Json.object();
        client.takeData().forEach(frame -> merged.setAll((ObjectNode) frame.path("data")));
        RecordingClient newSubscriber = sim.client(Category.LINEAR);
        newSubscriber.subscribe("tickers.BTCUSDT");

        assertThat(merged).isEqualTo(newSubscriber.takeData().getFirst().path("data"));
    }

    @ParameterizedTest
    @CsvSource({"LINEAR, orderbook.50.BTCUSDT", "SPOT, orderbook.200.ETHUSDT"})
    void bookDeltasMergeToTheSnapshotOfANewSubscriberAndCountByOne(Category category, String topic) {
        RecordingClient client = sim.client(category);
        client.subscribe(topic);
        sim.run(Duration.ofMinutes(2), STEP);
        Map<String, String> bids = new LinkedHashMap<>();
        Map<String, String> asks = new LinkedHashMap<>();
        List<Long> updates = new ArrayList<>();
        for (ObjectNode frame : client.takeData()) {
            merge(bids, frame.at("/data/b"));
            merge(asks, frame.at("/data/a"));
            updates.add(frame.at("/data/u").asLong());
        }
        RecordingClient newSubscriber = sim.client(category);
        newSubscriber.subscribe(topic);
        JsonNode book = newSubscriber.takeData().getFirst();
        Map<String, String> newBids = new LinkedHashMap<>();
        merge(newBids, book.at("/data/b"));
        Map<String, String> newAsks = new LinkedHashMap<>();
        merge(newAsks, book.at("/data/a"));

        assertThat(bids).isEqualTo(newBids);
        assertThat(asks).isEqualTo(newAsks);
        for (int i = 1; i < updates.size(); i++) {
            assertThat(updates.get(i)).isEqualTo(updates.get(i - 1) + 1);
        }
    }

    @Test
    void repeatsTheBestPricesAfterThreeSecondsWithoutAChange() {
        RecordingClient client = sim.client(Category.LINEAR);
        client.subscribe("orderbook.1.BTCUSDT");
        JsonNode first = client.takeData().getFirst();
        sim.time.passReal(Duration.ofMillis(2_900));
        sim.hub.push();
        assertThat(client.takeData()).isEmpty();
        sim.time.passReal(Duration.ofMillis(200));
        sim.hub.push();

        assertThat(client.takeData()).singleElement().satisfies(again -> {
            assertThat(again.at("/type").asText()).isEqualTo("snapshot");
            assertThat(again.path("data")).isEqualTo(first.path("data"));
        });
    }

    @Test
    void confirmsEveryCandleOnceWhenTimeJumpsByAnHour() {
        RecordingClient client = sim.client(Category.LINEAR);
        client.subscribe("kline.1.BTCUSDT", "kline.5.BTCUSDT");
        client.take();
        sim.time.passMarket(Duration.ofHours(1));
        sim.hub.push();
        List<Long> minutes = new ArrayList<>();
        List<Long> fives = new ArrayList<>();
        for (ObjectNode frame : client.takeData()) {
            List<Long> starts = frame.path("topic").asText().startsWith("kline.1.") ? minutes : fives;
            frame.path("data").forEach(candle -> {
                if (candle.path("confirm").asBoolean()) {
                    starts.add(candle.path("start").asLong());
                }
            });
        }
        long first = HubFixture.START.toEpochMilli() - 30_000;

        assertThat(minutes).hasSize(60).isSorted().doesNotHaveDuplicates().startsWith(first, first + 60_000);
        assertThat(fives).hasSize(12).isSorted().doesNotHaveDuplicates().startsWith(first, first + 300_000);
    }

    @Test
    void tradesOfAMinuteAddUpToItsCandle() {
        RecordingClient client = sim.client(Category.SPOT);
        client.subscribe("publicTrade.BTCUSDT");
        sim.run(Duration.ofMinutes(3), STEP);
        long open = HubFixture.START.toEpochMilli() + 30_000;
        double volume = 0;
        for (ObjectNode frame : client.takeData()) {
            for (JsonNode trade : frame.path("data")) {
                boolean inside = trade.path("T").asLong() >= open && trade.path("T").asLong() < open + 60_000;
                volume += inside ? Double.parseDouble(trade.path("v").asText()) : 0;
            }
        }
        InstrumentView btc = sim.instruments.find(Category.SPOT, "BTCUSDT").orElseThrow();
        Bar bar = btc.tape().bar(open).orElseThrow();

        assertThat(bar.volume()).isPositive();
        assertThat(volume).isEqualTo(bar.volume(), offset(1e-9));
    }

    @Test
    void sendsLinearDataBeforeTheAcknowledgementAndSpotDataAfterIt() {
        RecordingClient linear = sim.client(Category.LINEAR);
        RecordingClient spot = sim.client(Category.SPOT);
        linear.subscribe("tickers.BTCUSDT");
        spot.subscribe("tickers.BTCUSDT");

        assertThat(linear.take()).extracting(frame -> frame.has("topic")).containsExactly(true, false);
        assertThat(spot.take()).extracting(frame -> frame.has("topic")).containsExactly(false, true);
    }

    private static String confirms(JsonNode frame) {
        return frame.path("data").valueStream().map(candle -> candle.path("confirm").asText())
                .collect(Collectors.joining(" "));
    }

    private static boolean isClosed(JsonNode frame) {
        return frame.at("/data/0/confirm").asBoolean();
    }

    private static boolean hasBothSides(JsonNode frame) {
        boolean isBook = frame.path("topic").asText().startsWith("orderbook");
        return !isBook || (!frame.at("/data/b").isEmpty() && !frame.at("/data/a").isEmpty());
    }

    private static void merge(Map<String, String> side, JsonNode levels) {
        for (JsonNode level : levels) {
            if (Double.parseDouble(level.get(1).asText()) == 0) {
                side.remove(level.get(0).asText());
            } else {
                side.put(level.get(0).asText(), level.get(1).asText());
            }
        }
    }

    private static List<String> names(JsonNode node) {
        List<String> names = new ArrayList<>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
