package io.tradinghub.market.influx;

import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

import io.tradinghub.market.CandleBlock;
import io.tradinghub.market.CandleHistory;
import io.tradinghub.market.SeriesId;
import io.tradinghub.market.StoreUnavailableException;
import io.tradinghub.settings.InfluxSettings;
import io.tradinghub.store.InfluxFault;
import io.tradinghub.store.StoreHealth;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/// Reads confirmed candles of measurement `kline` with Flux, one bounded stretch of time per query, so that neither
/// side holds more than a block however long the range is.
///
/// Whatever InfluxDB answers, a read that fails may be tried again: it says what is the matter ([InfluxFault]).
///
/// It speaks HTTP itself: the client of the maker takes an answer that is cut off between two chunks for a whole one.
public final class InfluxCandleHistory implements CandleHistory {
    private static final MediaType FLUX = MediaType.get("application/vnd.flux");
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
            int rows = ask("read " + series, rows(series, start, stop), answer -> CandleCsv.read(answer, block));
            if (rows > 0) {
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
        return ask("find the newest of " + series, flux, CandleCsv::times).stream().findFirst();
    }

    /// Where one empty stretch would follow another for years, the next stored candle is looked up instead.
    private Optional<Instant> nextStored(SeriesId series, Instant from, Instant to) {
        String flux = "%s |> filter(fn: (r) => r._field == \"close\") |> first() |> keep(columns: [\"_time\"])"
                .formatted(range(series, from, to));
        return ask("find the next of " + series, flux, CandleCsv::times).stream().findFirst();
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

    private <T> T ask(String operation, String flux, Function<String, T> reader) {
        try (Response response = http.newCall(query.newBuilder().post(RequestBody.create(flux, FLUX)).build())
                .execute()) {
            String answer = response.body().string();
            if (!response.isSuccessful()) {
                throw new IOException(InfluxFault.describe(response.code(), answer));
            }
            Optional<String> error = CandleCsv.error(answer);
            if (error.isPresent()) {
                throw unusable(error.get());
            }
            T read = reader.apply(answer);
            health.answered();
            return read;
        } catch (IOException failed) {
            throw away(operation, failed);
        } catch (IllegalStateException | DateTimeException unreadable) {
            throw away(operation, unusable(unreadable.getMessage()));
        }
    }

    private static IOException unusable(@Nullable String reason) {
        return new IOException("%s (%s)".formatted(reason, InfluxFault.NO_ANSWER.advice()));
    }

    private StoreUnavailableException away(String operation, IOException failed) {
        health.failed(failed);
        return new StoreUnavailableException(
                "%s: %s failed: %s".formatted(health.store(), operation, failed.getMessage()), failed);
    }

    @Override
    public void close() {
        http.connectionPool().evictAll();
    }
}
