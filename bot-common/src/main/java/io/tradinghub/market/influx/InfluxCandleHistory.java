package io.tradinghub.market.influx;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

import io.tradinghub.market.CandleBlock;
import io.tradinghub.market.CandleHistory;
import io.tradinghub.market.SeriesId;
import io.tradinghub.market.StoreUnavailableException;
import io.tradinghub.settings.InfluxSettings;
import io.tradinghub.store.StoreHealth;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/// Reads confirmed candles of measurement `kline` with Flux, one bounded stretch of time per query, so that neither
/// side holds more than a block however long the range is.
///
/// It speaks HTTP itself: the client of the maker takes an answer that is cut off between two chunks for a whole one.
public final class InfluxCandleHistory implements CandleHistory {
    private static final MediaType FLUX = MediaType.get("application/vnd.flux");
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int BLOCK = 4_096;
    private static final Duration RECENT = Duration.ofDays(30);

    private final OkHttpClient http;
    private final Request query;
    private final String bucket;
    private final StoreHealth health;

    private InfluxCandleHistory(OkHttpClient http, Request query, String bucket, StoreHealth health) {
        this.http = http;
        this.query = query;
        this.bucket = bucket;
        this.health = health;
    }

    /// Waits for the server. The caller closes the history.
    ///
    /// @throws StoreUnavailableException when the server is not there within the start deadline
    public static CandleHistory open(InfluxSettings settings) {
        InfluxConnection.open(settings).close(); // waits until it answers
        HttpUrl url = Objects.requireNonNull(HttpUrl.get(settings.url())).newBuilder().addPathSegments("api/v2/query")
                .addQueryParameter("org", settings.organisation()).build();
        Request query = new Request.Builder().url(url).header("Authorization", "Token " + settings.token().reveal())
                .header("Accept", "application/csv").build();
        return new InfluxCandleHistory(InfluxConnection.http(settings).build(), query, settings.bucket(),
                new StoreHealth(InfluxConnection.describe(settings)));
    }

    @Override
    public void read(SeriesId series, Instant from, Instant to, Consumer<CandleBlock> visitor) {
        CandleBlock block = new CandleBlock(series, BLOCK);
        Duration stretch = series.interval().length().multipliedBy(BLOCK);
        Instant start = from;
        while (start.isBefore(to)) {
            Instant stop = start.plus(stretch).isBefore(to) ? start.plus(stretch) : to;
            CandleCsv.read(ask("read " + series, rows(series, start, stop)), block);
            if (block.size() > 0) {
                visitor.accept(block);
                block.clear();
                start = stop;
            } else {
                start = stop.isBefore(to) ? nextStored(series, stop, to).orElse(to) : to;
            }
        }
    }

    @Override
    public Optional<Instant> newest(SeriesId series) {
        Optional<Instant> recent = newestSince(series, "-%dd".formatted(RECENT.toDays()));
        return recent.isPresent() ? recent : newestSince(series, "0");
    }

    private Optional<Instant> newestSince(SeriesId series, String start) {
        String flux = """
                from(bucket: "%s") |> range(start: %s, stop: 2200-01-01T00:00:00Z) |> %s
                 |> filter(fn: (r) => r._field == "confirmed" and r._value == true) |> last() |> keep(columns: ["_time"])"""
                .formatted(bucket, start, only(series));
        return CandleCsv.times(ask("find the newest of " + series, flux)).stream().findFirst();
    }

    /// Where one empty stretch would follow another for years, the next stored candle is looked up instead.
    private Optional<Instant> nextStored(SeriesId series, Instant from, Instant to) {
        String flux = "%s |> filter(fn: (r) => r._field == \"close\") |> first() |> keep(columns: [\"_time\"])"
                .formatted(range(series, from, to));
        return CandleCsv.times(ask("find the next of " + series, flux)).stream().findFirst();
    }

    private String rows(SeriesId series, Instant from, Instant to) {
        return """
                %s
                 |> pivot(rowKey: ["_time"], columnKey: ["_field"], valueColumn: "_value") |> filter(fn: (r) => r.confirmed == true)
                 |> keep(columns: ["_time", "open", "high", "low", "close", "volume", "turnover"]) |> sort(columns: ["_time"])"""
                .formatted(range(series, from, to));
    }

    private String range(SeriesId series, Instant from, Instant to) {
        return "from(bucket: \"%s\") |> range(start: %s, stop: %s) |> %s".formatted(bucket, from, to, only(series));
    }

    private static String only(SeriesId series) {
        return "filter(fn: (r) => r._measurement == \"kline\" and r.category == \"%s\" and r.interval == \"%s\" and r.symbol == \"%s\")"
                .formatted(series.instrument().category().wireName(), series.interval().wireName(),
                        series.instrument().symbol());
    }

    private String ask(String operation, String flux) {
        try (Response response = http.newCall(query.newBuilder().post(RequestBody.create(flux, FLUX)).build())
                .execute()) {
            String answer = response.body().string();
            if (isRefusal(response.code())) {
                throw new IllegalStateException(
                        "%s refused to %s with HTTP %d: %s; check that the token may read this bucket"
                                .formatted(health.store(), operation, response.code(), answer));
            }
            if (!response.isSuccessful()) {
                throw new IOException("HTTP %d: %s".formatted(response.code(), answer));
            }
            Optional<String> error = CandleCsv.error(answer);
            if (error.isPresent()) {
                throw new IOException(error.get());
            }
            health.answered();
            return answer;
        } catch (IOException failed) {
            health.failed(failed);
            throw new StoreUnavailableException(
                    "%s: %s failed: %s".formatted(health.store(), operation, failed.getMessage()),
                    failed);
        }
    }

    private static boolean isRefusal(int status) {
        return status >= 400 && status < 500 && status != TOO_MANY_REQUESTS;
    }

    @Override
    public void close() {
        http.connectionPool().evictAll();
    }
}
