package io.tradinghub.sim.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tradinghub.market.Category;
import io.tradinghub.sim.fault.Fault;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FaultsTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private final HubFixture sim = new HubFixture();
    private final RecordingClient client = sim.client(Category.SPOT);

    @BeforeEach
    void listen() {
        client.subscribe("kline.1.BTCUSDT");
        client.take();
    }

    @Test
    void sendsAFrameTwice() {
        sim.faults.arm(Fault.DUPLICATE, 1);

        assertThat(closedMinutes(3)).containsExactly(0L, 0L, 1L, 2L);
    }

    @Test
    void sendsAFrameAfterTheNextOne() {
        client.disconnect();
        RecordingClient linear = linearListener();
        sim.faults.arm(Fault.REORDER, 1);

        assertThat(closedMinutes(linear, 3)).containsExactly(1L, 0L, 2L);
    }

    @Test
    void dropsAFrame() {
        sim.faults.arm(Fault.LOSE, 1);

        assertThat(closedMinutes(3)).containsExactly(1L, 2L);
    }

    @Test
    void confirmsACandleTwice() {
        sim.faults.arm(Fault.CONFIRM_TWICE, 1);

        assertThat(closedMinutes(2)).containsExactly(0L, 0L, 1L);
    }

    @Test
    void dropsTheCloseOfACandle() {
        sim.faults.arm(Fault.LOSE_CONFIRM, 1);

        assertThat(closedMinutes(3)).containsExactly(1L, 2L);
    }

    @Test
    void closesACandleAfterTheFirstUpdateOfTheNextOne() {
        sim.faults.arm(Fault.LATE_CONFIRM, 1);
        sim.time.passMarket(MINUTE);
        sim.hub.push();
        sim.run(Duration.ofSeconds(20), Duration.ofSeconds(1));

        assertThat(client.takeData()).extracting(frame -> frame.at("/data/0/confirm").asBoolean())
                .startsWith(false, false, true).filteredOn(confirm -> confirm).hasSize(1);
    }

    @Test
    void dropsOrRepeatsTheCloseOfACandleOnLinear() {
        RecordingClient linear = linearListener();
        client.disconnect();
        sim.faults.arm(Fault.LOSE_CONFIRM, 1);
        sim.faults.arm(Fault.CONFIRM_TWICE, 1);
        sim.time.passMarket(MINUTE.multipliedBy(3).minusSeconds(29));
        sim.hub.push();

        List<List<Boolean>> confirms = linear.takeData().stream()
                .map(frame -> frame.path("data").valueStream().map(candle -> candle.path("confirm").asBoolean())
                        .toList())
                .toList();
        assertThat(confirms).startsWith(List.of(false), List.of(true, false), List.of(true), List.of(true, false));
    }

    @Test
    void sendsGarbageBeforeAFrame() {
        sim.faults.arm(Fault.GARBAGE, 1);
        sim.time.passMarket(MINUTE);
        sim.hub.push();

        assertThat(client.takeText()).hasSizeGreaterThan(1).first().asString().doesNotStartWith("{");
    }

    @Test
    void rejectsASubscriptionOnce() {
        sim.faults.arm(Fault.REFUSE_SUBSCRIPTION, 1);
        client.subscribe("tickers.BTCUSDT");
        assertThat(client.takeReply().path("ret_msg").asText())
                .isEqualTo("error:handler not found,topic:tickers.BTCUSDT");
        client.subscribe("tickers.BTCUSDT");

        assertThat(client.takeReply().path("success").asBoolean()).isTrue();
    }

    @Test
    void dropsAnAcknowledgementButNotTheData() {
        sim.faults.arm(Fault.LOSE_ACK, 1);
        client.subscribe("tickers.BTCUSDT");

        assertThat(client.take()).singleElement().satisfies(frame -> assertThat(frame.has("topic")).isTrue());
    }

    @Test
    void dropsAPong() {
        sim.faults.arm(Fault.LOSE_PONG, 1);
        client.sendText("{\"op\":\"ping\"}");
        client.sendText("{\"op\":\"ping\"}");

        assertThat(client.take()).hasSize(1);
    }

    @Test
    void holdsFramesBackDuringAStallAndDropsNone() {
        sim.faults.stall(Duration.ofSeconds(30));
        client.sendText("{\"op\":\"ping\"}");
        sim.time.passMarket(MINUTE);
        sim.time.passReal(Duration.ofSeconds(29));
        sim.hub.push();
        assertThat(client.takeText()).isEmpty();
        sim.time.passReal(Duration.ofSeconds(2));
        sim.hub.push();

        List<ObjectNode> frames = client.take();
        assertThat(frames.getFirst().path("ret_msg").asText()).isEqualTo("pong");
        assertThat(frames).anyMatch(frame -> frame.at("/data/0/confirm").asBoolean());
    }

    @Test
    void discardsTheRequestsOfAClientThatLeftDuringAStall() {
        sim.faults.stall(Duration.ofSeconds(30));
        RecordingClient leaving = sim.client(Category.SPOT);
        leaving.subscribe("kline.1.BTCUSDT");
        leaving.disconnect();
        sim.time.passReal(Duration.ofSeconds(31));
        sim.hub.push();
        client.take();
        sim.faults.arm(Fault.LOSE, 1);

        assertThat(closedMinutes(3)).containsExactly(1L, 2L);
        assertThat(leaving.takeText()).isEmpty();
    }

    @Test
    void repliesInRequestOrderAfterAStall() {
        sim.faults.stall(Duration.ofSeconds(30));
        client.subscribe("tickers.BTCUSDT");
        sim.time.passReal(Duration.ofSeconds(31));
        client.request("unsubscribe", "tickers.BTCUSDT");
        sim.hub.push();

        assertThat(client.take()).filteredOn(frame -> frame.has("op")).extracting(frame -> frame.path("op").asText())
                .containsExactly("subscribe", "unsubscribe");
        sim.run(MINUTE, Duration.ofSeconds(1));
        assertThat(client.takeData()).noneMatch(frame -> frame.path("topic").asText().startsWith("tickers"));
    }

    @Test
    void capsTheCountOfAFaultThatIsArmedRepeatedly() {
        sim.faults.arm(Fault.LOSE, Integer.MAX_VALUE);
        sim.faults.arm(Fault.LOSE, Integer.MAX_VALUE);

        assertThat(sim.faults.armed()).containsEntry(Fault.LOSE, Integer.MAX_VALUE);
    }

    @Test
    void cutsAllConnections() {
        RecordingClient other = sim.client(Category.LINEAR);
        sim.faults.dropConnections();
        sim.hub.push();
        RecordingClient later = sim.client(Category.LINEAR);
        sim.hub.push();

        assertThat(List.of(client.isCut(), other.isCut(), later.isCut())).containsExactly(true, true, false);
    }

    @Test
    void cutsANewConnection() {
        sim.faults.arm(Fault.REFUSE_CONNECTION, 1);

        assertThat(sim.client(Category.SPOT).isCut()).isTrue();
        assertThat(sim.client(Category.SPOT).isCut()).isFalse();
    }

    @Test
    void cancelsPendingFaults() {
        sim.faults.arm(Fault.LOSE, 5);
        sim.faults.stall(MINUTE);
        sim.faults.clear();

        assertThat(closedMinutes(2)).containsExactly(0L, 1L);
        assertThat(sim.faults.armed()).isEmpty();
    }

    private RecordingClient linearListener() {
        RecordingClient linear = sim.client(Category.LINEAR);
        linear.subscribe("kline.1.BTCUSDT");
        linear.take();
        return linear;
    }

    /// Advances market time by these minutes and returns the starts of the confirmed candles, in minutes from the
    /// first.
    private List<Long> closedMinutes(int minutes) {
        return closedMinutes(client, minutes);
    }

    private List<Long> closedMinutes(RecordingClient listener, int minutes) {
        sim.time.passMarket(MINUTE.multipliedBy(minutes).minusSeconds(29));
        sim.hub.push();
        long first = HubFixture.START.toEpochMilli() - 30_000;
        return listener.takeData().stream().filter(frame -> frame.at("/data/0/confirm").asBoolean())
                .map(frame -> (frame.at("/data/0/start").asLong() - first) / 60_000).toList();
    }
}
