package io.tradinghub.operations.influx;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.stream.Collectors;

import io.tradinghub.operations.Telemetry;
import io.tradinghub.settings.InfluxSettings;
import io.tradinghub.store.InfluxFault;
import io.tradinghub.store.StoreHealth;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes the numbers of a program to InfluxDB as measurement `telemetry`: tag `service`, one integer field for each
/// name, every [#INTERVAL] on a thread of its own. What cannot be written is left out and not kept, since the counters
/// go on growing.
public final class InfluxTelemetry implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(InfluxTelemetry.class);
    public static final Duration INTERVAL = Duration.ofSeconds(10);
    /// The bucket that `db` makes for it.
    public static final String BUCKET = "telemetry";
    private static final int WRITTEN = 204;

    private final HttpClient client;
    private final InfluxSettings settings;
    private final String service;
    private final Telemetry telemetry;
    private final InstantSource clock;
    private final StoreHealth health;
    private final Thread thread;

    private InfluxTelemetry(InfluxSettings settings, String service, Telemetry telemetry, InstantSource clock) {
        this.client = HttpClient.newBuilder().connectTimeout(settings.timeouts().connect()).build();
        this.settings = settings;
        this.service = service;
        this.telemetry = telemetry;
        this.clock = clock;
        this.health = new StoreHealth("telemetry in InfluxDB at " + settings.url());
        this.thread = Thread.ofVirtual().name("telemetry").unstarted(this::run);
    }

    /// Starts to write; does not wait for the server. Of the settings the bucket is not used. The caller closes it.
    public static InfluxTelemetry open(InfluxSettings settings, String service, Telemetry telemetry,
            InstantSource clock) {
        InfluxTelemetry opened = new InfluxTelemetry(settings, service, telemetry, clock);
        opened.thread.start();
        return opened;
    }

    private void run() {
        try {
            while (true) {
                writeUnlessItFails();
                Thread.sleep(INTERVAL);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// Whatever goes wrong with one point, the next is written.
    private void writeUnlessItFails() throws InterruptedException {
        try {
            write();
        } catch (RuntimeException | Error e) {
            LOG.atError().setCause(e).log("telemetry could not be written");
        }
    }

    private void write() throws InterruptedException {
        String fields = telemetry.snapshot().entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue() + "i")
                .collect(Collectors.joining(","));
        if (fields.isEmpty()) {
            return;
        }
        try {
            HttpResponse<String> answer = client.send(request(fields, clock.instant()),
                    HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() == WRITTEN) {
                health.answered();
            } else {
                health.failed(new IOException(InfluxFault.describe(answer.statusCode(), answer.body())));
            }
        } catch (IOException failed) {
            health.failed(failed);
        }
    }

    private HttpRequest request(String fields, Instant now) {
        String query = "org=%s&bucket=%s&precision=ms".formatted(
                URLEncoder.encode(settings.organisation(), StandardCharsets.UTF_8),
                BUCKET);
        return HttpRequest.newBuilder(URI.create(settings.url() + "/api/v2/write?" + query))
                .timeout(settings.timeouts().answer())
                .header("Authorization", "Token " + settings.token().reveal())
                .POST(HttpRequest.BodyPublishers
                        .ofString("telemetry,service=%s %s %d\n".formatted(service, fields, now.toEpochMilli())))
                .build();
    }

    @Override
    public void close() {
        thread.interrupt();
        client.shutdownNow();
    }
}
