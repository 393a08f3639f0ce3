package io.tradinghub.db.influx;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/// The tasks that aggregate minute candles into hourly ones: one shortly after each hour, and one a day over more than
/// a month, since the recorder fills gaps later. Writing a candle again is harmless.
enum HourlyCandleTask {
    LATEST("market_data_1h latest", "1h", "2m", "-3h"), REPAIRED("market_data_1h repaired", "1d", "20m", "-40d");

    private final String taskName;
    private final String every;
    private final String offset;
    private final String from;

    HourlyCandleTask(String taskName, String every, String offset, String from) {
        this.taskName = taskName;
        this.every = every;
        this.offset = offset;
        this.from = from;
    }

    String taskName() {
        return taskName;
    }

    String flux() {
        return resource().replace("{name}", taskName).replace("{every}", every).replace("{offset}", offset)
                .replace("{from}", from)
                .replace("{minutes}", Bucket.MARKET_DATA.bucketName())
                .replace("{hours}", Bucket.MARKET_DATA_HOURLY.bucketName());
    }

    private static String resource() {
        try (InputStream text = Objects.requireNonNull(
                HourlyCandleTask.class.getResourceAsStream("hourly-candles.flux"),
                "hourly-candles.flux is in the jar")) {
            return new String(text.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
