package io.tradinghub.recorder.write;

import java.time.Duration;

/// How the writer batches candles and retries an unavailable store.
///
/// @param batchLines a batch of this size is written at once
/// @param flushAfter a smaller batch is written when its first line has waited this long
/// @param queueLines how many lines may wait during a write; callers that add more block
/// @param initialRetryDelay the delay after the store became unavailable, doubled up to `maxRetryDelay`
/// @param stalledAfter the writer counts as stalled when lines have waited this long and none was kept meanwhile;
///         longer than the store may take for one batch
public record WriterLimits(int batchLines, Duration flushAfter, int queueLines, Duration initialRetryDelay,
        Duration maxRetryDelay, Duration stalledAfter) {
    /// Longer than two time-outs of a store in a row.
    public static final Duration STALLED_AFTER = Duration.ofSeconds(30);
    /// The length of a line for a perpetual with long numbers, rounded up; most are shorter.
    private static final int LINE_BYTES = 200;

    public WriterLimits {
        if (batchLines < 1 || queueLines < batchLines) {
            throw new IllegalArgumentException(
                    "batch lines must be at least 1 and at most queue lines, got %d and %d".formatted(batchLines,
                            queueLines));
        }
    }

    /// Writes at most three batches for ten thousand candles under load, and delays no candle by a second.
    public static WriterLimits standard() {
        return of(5_000, Duration.ofMillis(500));
    }

    /// The given batches, a queue of two of them, and the default retry delays.
    public static WriterLimits of(int batchLines, Duration flushAfter) {
        return new WriterLimits(batchLines, flushAfter, 2 * batchLines, Duration.ofSeconds(1), Duration.ofSeconds(15),
                STALLED_AFTER);
    }

    /// The queue's limit in bytes; the writer allocates it once, at the start.
    int queueBytes() {
        return Math.multiplyExact(queueLines, LINE_BYTES);
    }
}
