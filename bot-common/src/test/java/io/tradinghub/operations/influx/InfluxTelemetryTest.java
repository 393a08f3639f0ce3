package io.tradinghub.operations.influx;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.tradinghub.operations.Telemetry;
import io.tradinghub.settings.InfluxSettings;
import io.tradinghub.settings.Secret;
import io.tradinghub.settings.StoreTimeouts;
import io.tradinghub.testing.ManualClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class InfluxTelemetryTest {
    private final LinkedBlockingQueue<String> received = new LinkedBlockingQueue<>();
    private final Telemetry telemetry = new Telemetry();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/api/v2/write", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void writesEveryNumberAsOneLineIntoTheBucketOfTelemetry() throws Exception {
        telemetry.counter("frames").add(12);
        telemetry.gauge("disk_free_bytes", () -> 5_000_000_000L);
        URI url = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        InfluxSettings settings = new InfluxSettings(url, "my hub", "market_data", Secret.of("token"),
                StoreTimeouts.DEFAULT);
        try (InfluxTelemetry _ = InfluxTelemetry.open(settings, "recorder", telemetry,
                ManualClock.at("2026-01-02T03:04:05Z"))) {
            assertThat(received.poll(10, TimeUnit.SECONDS)).isEqualTo(
                    "Token token|org=my+hub&bucket=telemetry&precision=ms|telemetry,service=recorder disk_free_bytes=5000000000i,frames=12i 1767323045000\n");
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        received.add("%s|%s|%s".formatted(exchange.getRequestHeaders().getFirst("Authorization"),
                exchange.getRequestURI().getRawQuery(),
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
        exchange.sendResponseHeaders(204, -1);
        exchange.close();
    }
}
