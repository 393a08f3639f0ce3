package io.tradinghub.db.influx;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/// The tasks that make hourly candles of minutes: one soon after each hour, one a day over more than a month, since the
/// recorder repairs gaps later and a candle written twice is the same as one written once.
enum HourlyCandleTask {
    LATEST("market_data_1h latest", "1h", "2m", "-3h"), REPAIRED("market_data_1h repaired", "1d", "20m", "-40d");

    private final String title;
    private final String every;
    private final String offset;
    private final String from;

    HourlyCandleTask(String title, String every, String offset, String from) {
        this.title = title;
        this.every = every;
        this.offset = offset;
        this.from = from;
    }

    String title() {
        return title;
    }

    String flux() {
        return resource().replace("{name}", title).replace("{every}", every).replace("{offset}", offset)
                .replace("{from}", from)
                .replace("{minutes}", Bucket.MARKET_DATA.title()).replace("{hours}", Bucket.MARKET_DATA_HOURLY.title());
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
