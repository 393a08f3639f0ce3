package io.tradinghub.recorder;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.tradinghub.exchange.bybit.stream.StreamTimes;
import io.tradinghub.market.Category;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.Interval;
import io.tradinghub.market.SeriesId;
import io.tradinghub.recorder.frame.Topic;
import io.tradinghub.recorder.repair.ScanPlan;
import io.tradinghub.recorder.write.WriterLimits;

/// What to record, from where, and with which limits.
///
/// @param streamAddress scheme, host and port of the public streams; the exchange sets the path
/// @param workFolder folder of the spool and of the candles that the store rejects
/// @param settleTime how long after its close a candle is final at REST, in market time
/// @param maxHold how long a candle waits for earlier ones before bots get it, in real time
/// @param checkInterval how often each series is checked for an overdue candle, in real time
public record RecorderSettings(List<InstrumentId> instruments, List<Interval> intervals, URI streamAddress,
        Path workFolder, long spoolBytes, StreamTimes streamTimes, WriterLimits writerLimits, ScanPlan scanPlan,
        Duration settleTime, Duration maxHold, Duration checkInterval) {
    public static final URI MAINNET_STREAM = URI.create("wss://stream.bybit.com");
    static final Duration SETTLE_TIME = Duration.ofSeconds(2);
    static final Duration MAX_HOLD = Duration.ofSeconds(15);
    static final Duration CHECK_INTERVAL = Duration.ofSeconds(5);
    private static final long MIN_SPOOL_BYTES = 1 << 16;

    public RecorderSettings {
        instruments = List.copyOf(instruments);
        intervals = List.copyOf(intervals);
        if (instruments.isEmpty() || intervals.isEmpty()) {
            throw new IllegalArgumentException("at least one instrument and one interval required");
        }
        if (spoolBytes < MIN_SPOOL_BYTES) {
            throw new IllegalArgumentException(
                    "spool must have at least %d bytes, got %d".formatted(MIN_SPOOL_BYTES, spoolBytes));
        }
    }

    /// Every instrument at every interval.
    List<SeriesId> series() {
        return instruments.stream().flatMap(id -> intervals.stream().map(interval -> new SeriesId(id, interval)))
                .toList();
    }

    /// The topics of one category: candles and best prices, and funding for perpetuals.
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
