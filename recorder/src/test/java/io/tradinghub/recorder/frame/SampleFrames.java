package io.tradinghub.recorder.frame;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import io.tradinghub.market.Category;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.Interval;
import io.tradinghub.market.SeriesId;
import io.tradinghub.market.Symbol;

/// Frames captured from Bybit on 9 August 2026, and their topics.
final class SampleFrames {
    private SampleFrames() {}

    static List<String> of(Category category) {
        try (InputStream in = SampleFrames.class.getResourceAsStream("/frames/" + category.wireName() + ".txt")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), UTF_8).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<Topic> topics(Category category) {
        List<Topic> topics = new ArrayList<>();
        for (String symbol : List.of("BTCUSDT", "ETHUSDT", "SOLUSDT", "DOGEUSDT")) {
            InstrumentId id = new InstrumentId(category, new Symbol(symbol));
            topics.add(Topic.kline(new SeriesId(id, Interval.M1)));
            topics.add(Topic.quotes(id));
            if (category == Category.LINEAR) {
                topics.add(Topic.funding(id));
            }
        }
        return topics;
    }
}
