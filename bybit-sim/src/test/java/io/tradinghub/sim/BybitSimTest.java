package io.tradinghub.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import io.tradinghub.market.Category;
import io.tradinghub.sim.fault.Fault;
import io.tradinghub.sim.market.SyntheticMarket;
import io.tradinghub.sim.wire.Json;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BybitSimTest {
    private static final Instant START = Instant.parse("2026-03-02T12:00:30Z");
    private final SyntheticMarket market = SyntheticMarket.of(7, List.of("BTCUSDT", "ETHUSDT"), START);
    private final BybitSim sim = BybitSim.start(SimSettings.local().withPushMillis(20), market,
            new ScaledClock(System::nanoTime, START, 600));
    private final HttpClient http = HttpClient.newHttpClient();

    @AfterEach
    void stop() {
        http.close();
        sim.close();
    }

    @Test
    void streamsClosedCandlesExactlyAsRestReturnsThem() throws Exception {
        try (StreamClient client = new StreamClient(sim.publicStreamUrl(Category.LINEAR))) {
            client.subscribe("kline.1.BTCUSDT");
            JsonNode closed = client.await(frame -> frame.at("/data/0/confirm").asBoolean()).at("/data/0");
            String start = closed.path("start").asText();

            JsonNode row = get(
                    "/v5/market/kline?category=linear&symbol=BTCUSDT&interval=1&limit=1&start=%s&end=%s".formatted(
                            start,
                            start))
                    .at("/result/list/0");

            assertThat(row.valueStream().map(JsonNode::asText)).containsExactly(start, closed.path("open").asText(),
                    closed.path("high").asText(), closed.path("low").asText(), closed.path("close").asText(),
                    closed.path("volume").asText(), closed.path("turnover").asText());
        }
    }

    @Test
    void sendsEveryClosedCandleOnceAndInOrder() throws Exception {
        try (StreamClient client = new StreamClient(sim.publicStreamUrl(Category.SPOT))) {
            client.subscribe("kline.1.ETHUSDT");
            long last = client.await(frame -> frame.at("/data/0/confirm").asBoolean()).at("/data/0/start").asLong();
            for (int i = 0; i < 20; i++) {
                long next = client.await(frame -> frame.at("/data/0/confirm").asBoolean()).at("/data/0/start").asLong();
                assertThat(next).isEqualTo(last + 60_000);
                last = next;
            }
        }
    }

    @Test
    void cutsAllConnectionsWithoutACloseFrame() throws Exception {
        try (StreamClient client = new StreamClient(sim.publicStreamUrl(Category.LINEAR))) {
            client.subscribe("tickers.BTCUSDT");
            client.await(frame -> frame.path("success").asBoolean());

            sim.faults().dropConnections();

            assertThat(client.awaitEnd()).isEqualTo(1006);
        }
    }

    @Test
    void answersWithTheArmedFaults() throws Exception {
        sim.faults().arm(Fault.HTTP_403, 1);
        sim.faults().arm(Fault.RATE_LIMIT, 1);

        assertThat(request("/v5/market/time").statusCode()).isEqualTo(403);
        assertThat(get("/v5/market/time").path("retCode").asInt()).isEqualTo(10_006);
        assertThat(get("/v5/market/time").path("retCode").asInt()).isZero();
    }

    @Test
    void whatThrowsFaultsIsNotWhereClientsAre() throws Exception {
        assertThat(request("/sim/faults").statusCode()).isEqualTo(404);
        assertThat(request("/sim/accounts").statusCode()).isEqualTo(404);
        assertThat(sim.controlUrl().getPort()).isNotEqualTo(sim.restUrl().getPort());
        HttpRequest faults = HttpRequest.newBuilder(sim.controlUrl().resolve("/sim/faults")).build();
        assertThat(http.send(faults, HttpResponse.BodyHandlers.ofString()).body()).isEqualTo("{}");
        HttpRequest time = HttpRequest.newBuilder(sim.controlUrl().resolve("/v5/market/time")).build();
        assertThat(http.send(time, HttpResponse.BodyHandlers.ofString()).statusCode()).isEqualTo(404);
    }

    /// As in a container, where bots come from other addresses.
    @Test
    void onlyProgramsOfTheSameHostReachWhatThrowsFaults() throws Exception {
        try (BybitSim open = BybitSim.start(SimSettings.local().withAddress("0.0.0.0", 0), market,
                new ScaledClock(System::nanoTime, START, 1)); Socket socket = new Socket()) {
            InetSocketAddress outside = new InetSocketAddress("127.0.0.2", open.controlUrl().getPort());
            assertThatThrownBy(() -> socket.connect(outside, 5_000)).isInstanceOf(ConnectException.class);
            try (Socket client = new Socket()) {
                client.connect(new InetSocketAddress("127.0.0.2", open.restUrl().getPort()), 5_000);
            }
        }
    }

    private JsonNode get(String path) throws IOException, InterruptedException {
        return Json.read(request(path).body()).orElseThrow();
    }

    private HttpResponse<String> request(String path) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(sim.restUrl().resolve(path)).build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
