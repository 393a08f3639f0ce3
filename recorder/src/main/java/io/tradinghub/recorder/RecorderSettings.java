package io.tradinghub.recorder;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.tradinghub.market.Category;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.Interval;
import io.tradinghub.market.SeriesId;
import io.tradinghub.recorder.frame.Topic;
import io.tradinghub.recorder.repair.ScanPlan;
import io.tradinghub.recorder.stream.StreamTimes;
import io.tradinghub.recorder.write.WriterLimits;

/// What to record, from where, and how carefully.
///
/// @param streamAddress scheme, host and port of the public streams; the path is the exchange's own
/// @param workFolder for the spool and for candles that the store refuses
/// @param settle how long after its close a candle is final at REST, in market time
/// @param holdFor how long a candle may wait for the ones before it, in real time
/// @param checkEvery how often each series is looked at for a candle that should have come, in real time
public record RecorderSettings(List<InstrumentId> instruments, List<Interval> intervals, URI streamAddress,
        Path workFolder,
        long spoolBytes, StreamTimes streamTimes, WriterLimits writerLimits, ScanPlan scanPlan, Duration settle,
        Duration holdFor,
        Duration checkEvery) {
    public static final URI MAINNET_STREAM = URI.create("wss://stream.bybit.com");
    static final Duration SETTLE = Duration.ofSeconds(2);
    static final Duration HOLD_FOR = Duration.ofSeconds(15);
    static final Duration CHECK_EVERY = Duration.ofSeconds(5);
    private static final long LEAST_SPOOL = 1 << 16;

    public RecorderSettings {
        instruments = List.copyOf(instruments);
        intervals = List.copyOf(intervals);
        if (instruments.isEmpty() || intervals.isEmpty()) {
            throw new IllegalArgumentException("needs at least one instrument and one interval");
        }
        if (spoolBytes < LEAST_SPOOL) {
            throw new IllegalArgumentException(
                    "the spool needs at least %d bytes, got %d".formatted(LEAST_SPOOL, spoolBytes));
        }
    }

    /// Every instrument at every interval.
    List<SeriesId> series() {
        return instruments.stream().flatMap(id -> intervals.stream().map(interval -> new SeriesId(id, interval)))
                .toList();
    }

    /// All topics of one category: candles and best prices, and funding for perpetuals.
    List<Topic> topics(Category category) {
        List<Topic> topics = new ArrayList<>();
        for (InstrumentId id : instruments) {
            if (id.category() == category) {
                intervals.forEach(interval -> topics.add(Topic.kline(new SeriesId(id, interval))));
                topics.add(Topic.quotes(id));
                if (category == Category.LINEAR) {
                    topics.add(Topic.funding(id));
                }
            }
        }
        return topics;
    }

    URI streamAddress(Category category) {
        return URI.create(
                "%s/v5/public/%s".formatted(streamAddress.toString().replaceAll("/+$", ""), category.wireName()));
    }
}
