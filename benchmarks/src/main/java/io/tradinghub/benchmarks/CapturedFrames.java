package io.tradinghub.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.Interval;
import io.tradinghub.market.SeriesId;
import io.tradinghub.recorder.frame.Topic;

/// Kline frames captured from Bybit's linear stream on 9 August 2026, around the end of a minute.
final class CapturedFrames {
    private CapturedFrames() {}

    static String[] klines() {
        try (InputStream in = CapturedFrames.class.getResourceAsStream("kline-frames.txt")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), UTF_8).lines().toArray(String[]::new);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<Topic> topics() {
        return Stream.of("BTCUSDT", "ETHUSDT", "SOLUSDT", "DOGEUSDT")
                .map(symbol -> Topic.kline(new SeriesId(InstrumentId.linear(symbol), Interval.M1))).toList();
    }
}
