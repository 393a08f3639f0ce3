package io.tradinghub.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;

import io.tradinghub.sim.market.SyntheticMarket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Faults that are thrown from outside, on the port that clients do not reach.
class FaultControlTest {
    private static final Instant NOW = Instant.parse("2026-03-02T12:00:30Z");
    private final SyntheticMarket market = SyntheticMarket.of(7, List.of("BTCUSDT"), NOW);
    private final BybitSim sim = BybitSim.start(SimSettings.local(), market, () -> NOW);
    private final HttpClient http = HttpClient.newHttpClient();

    @AfterEach
    void stop() {
        http.close();
        sim.close();
    }

    @Test
    void armsFaultsOverHttp() throws Exception {
        assertThat(post("/sim/faults/http-403?count=2").body()).isEqualTo("{\"http-403\":2}");
        assertThat(marketStatus()).isEqualTo(403);
        assertThat(send(faults().GET())).isEqualTo("{\"http-403\":1}");
        assertThat(send(faults().DELETE())).isEqualTo("{}");
    }

    @Test
    void showsAndCancelsADropAndAStall() throws Exception {
        try (BybitSim slow = BybitSim.start(SimSettings.local().withPushMillis(10_000), market, () -> NOW)) {
            URI faults = slow.controlUrl().resolve("/sim/faults/");
            assertThat(send(HttpRequest.newBuilder(faults.resolve("drop")).POST(HttpRequest.BodyPublishers.noBody())))
                    .isEqualTo("{\"drop\":1}");
            assertThat(
                    send(HttpRequest.newBuilder(faults.resolve("stall?seconds=900"))
                            .POST(HttpRequest.BodyPublishers.noBody())))
                    .matches("\\{\"drop\":1,\"stall\":(900|8[0-9]{2})}");
            assertThat(slow.faults().isStalled()).isTrue();

            assertThat(send(HttpRequest.newBuilder(slow.controlUrl().resolve("/sim/faults")).DELETE())).isEqualTo("{}");

            assertThat(slow.faults().isStalled()).isFalse();
            assertThat(slow.faults().takeDrop()).isFalse();
        }
    }

    @Test
    void armsAndCancelsWhatLastsForAWhile() throws Exception {
        post("/sim/faults/withhold-data?seconds=900");
        post("/sim/faults/refuse-connections?seconds=900");
        assertThat(sim.faults().isDataWithheld()).isTrue();
        assertThat(sim.faults().isRefusing()).isTrue();

        send(faults().DELETE());

        assertThat(sim.faults().isDataWithheld()).isFalse();
        assertThat(sim.faults().isRefusing()).isFalse();
        assertThat(post("/sim/faults/clock?millis=x").statusCode()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/sim/faults/lose?count=1000000", "/sim/faults/lose?count=0",
            "/sim/faults/stall?seconds=x"})
    void rejectsAnInvalidCount(String path) throws Exception {
        HttpResponse<String> response = post(path);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("from 1 to 999999");
    }

    @Test
    void listsTheKnownFaultsForAnUnknownOne() throws Exception {
        HttpResponse<String> response = post("/sim/faults/earthquake");

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.body()).contains("earthquake", "drop", "stall", "duplicate");
    }

    private HttpRequest.Builder faults() {
        return HttpRequest.newBuilder(sim.controlUrl().resolve("/sim/faults"));
    }

    private int marketStatus() throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(sim.restUrl().resolve("/v5/market/time")).build();
        return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }

    private String send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString()).body();
    }

    private HttpResponse<String> post(String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(sim.controlUrl().resolve(path))
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }
}
