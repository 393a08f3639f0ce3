package io.tradinghub.db.grafana;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tradinghub.testing.store.InfluxServer;

/// An organisation of the given InfluxDB with seven hours of synthetic candles in the hub's buckets, computed with the
/// formula of `seed.sql`.
final class SeededInflux {
    private static final int MINUTES = 420;
    private final HttpClient client = HttpClient.newHttpClient();
    private final String organisation = "dashboards " + UUID.randomUUID();

    private SeededInflux() {}

    static SeededInflux seed() {
        SeededInflux influx = new SeededInflux();
        String id = influx.post("/api/v2/orgs", "application/json", "{\"name\":\"" + influx.organisation + "\"}")
                .path("id")
                .asText();
        for (String bucket : List.of("market_data", "market_data_1h", "telemetry")) {
            influx.post("/api/v2/buckets", "application/json",
                    "{\"orgID\":\"%s\",\"name\":\"%s\",\"retentionRules\":[]}".formatted(id, bucket));
            influx.post("/api/v2/write?precision=ms&bucket=" + bucket + "&org=" + influx.escaped(), "text/plain",
                    bucket.equals("telemetry") ? telemetry() : candles(bucket));
        }
        return influx;
    }

    /// The data rows of the answer to a Flux query.
    List<String> rows(String flux) {
        String answer = send("/api/v2/query?org=" + escaped(), "application/vnd.flux", flux);
        return Stream.of(answer.split("\r\n")).filter(line -> !line.isBlank() && !line.startsWith(",result,table"))
                .toList();
    }

    private static String candles(String bucket) {
        int step = bucket.endsWith("_1h") ? 60 : 1;
        long now = Instant.now().toEpochMilli() / 60_000;
        StringBuilder lines = new StringBuilder();
        for (long minute = (now - MINUTES) / step * step; minute < now; minute += step) {
            for (String category : List.of("linear", "spot")) {
                for (String symbol : List.of("BTCUSDT", "ETHUSDT")) {
                    lines.append(line(category, symbol, step, minute * 60_000)).append('\n');
                }
            }
        }
        return lines.toString();
    }

    /// The points that `InfluxTelemetry` of a recorder writes, one per minute.
    private static String telemetry() {
        long now = Instant.now().toEpochMilli() / 60_000;
        StringBuilder lines = new StringBuilder();
        for (int k = 0; k <= MINUTES; k++) {
            boolean away = k % 120 > 100;
            lines.append(String.format(Locale.ROOT,
                    "telemetry,service=recorder bad_frames=%di,candle_lag_millis=%di,candles_forced_out=0i,"
                            + "candles_refused=%di,candles_repaired=%di,candles_stored=%di,connections_lost=%di,"
                            + "disk_bytes=40000000000i,disk_free_bytes=10000000000i,exchange_ban_seconds_left=0i,"
                            + "exchange_bans=0i,exchange_request_wait_millis=%di,exchange_requests=%di,"
                            + "exchange_requests_allowed_in_5s=60i,frames=%di,frames_ignored=%di,"
                            + "holes_found=%di,redis_clients=9i,redis_limit_bytes=134217728i,"
                            + "redis_used_bytes=13421772i,spool_bytes=%di,spool_candles=%di %d\n",
                    k / 200, 80 + 40 * (k % 7), k / 150, k / 60 * 5, k * 4, k / 60, k * 100, k * 200,
                    k * 2400 + 300 * (k % 5), k * 90,
                    k / 60,
                    away ? (k % 120 - 100) * 600 : 0, away ? (k % 120 - 100) * 4 : 0, (now - MINUTES + k) * 60_000));
        }
        return lines.toString();
    }

    private static String line(String category, String symbol, int interval, long at) {
        double open = price(category, symbol, at);
        double close = price(category, symbol, at + interval * 60_000L);
        double volume = 20 + 15 * Math.sin(at / 700_000.0);
        return String.format(Locale.ROOT,
                "kline,category=%s,symbol=%s,interval=%d open=%.2f,high=%.2f,low=%.2f,close=%.2f,volume=%.4f,"
                        + "turnover=%.2f,confirmed=true %d",
                category, symbol, interval, open, Math.max(open, close) * 1.0004, Math.min(open, close) * 0.9997, close,
                volume,
                volume * close, at);
    }

    private static double price(String category, String symbol, long at) {
        double seconds = at / 1000.0;
        double base = symbol.startsWith("BTC") ? 60_000 : 3_000;
        double basis = category.equals("spot") ? 1 : 1.0002 + 0.0003 * Math.sin(seconds / 5000);
        return base * basis * (1 + 0.012 * Math.sin(seconds / 11_400) + 0.003 * Math.sin(seconds / 1_380));
    }

    private String escaped() {
        return URLEncoder.encode(organisation, StandardCharsets.UTF_8);
    }

    private JsonNode post(String path, String type, String body) {
        try {
            return new ObjectMapper().readTree(send(path, type, body));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String send(String path, String type, String body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(InfluxServer.given().url() + path))
                .header("Authorization", "Token " + InfluxServer.given().token().reveal()).header("Content-Type", type)
                .POST(HttpRequest.BodyPublishers.ofString(body)).build();
        try {
            HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() >= 300 || answer.body().contains(",error,")) {
                throw new AssertionError(answer.statusCode() + " " + answer.body() + "\n" + body);
            }
            return answer.body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
