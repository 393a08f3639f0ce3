package io.tradinghub.recorder.write;

import java.time.Duration;

/// How candles are gathered.
///
/// @param batchLines a batch of this size is written at once
/// @param flushAfter a smaller one when its first line has waited this long
/// @param queueLines how many lines may wait while a write is on its way; whoever adds more waits too
/// @param retryFirst the pause after a store went away, doubled up to `retryMost`
public record WriterLimits(int batchLines, Duration flushAfter, int queueLines, Duration retryFirst,
        Duration retryMost) {
    /// What a line of a perpetual with long numbers takes, rounded up; most are shorter.
    private static final int BYTES_OF_A_LINE = 200;

    public WriterLimits {
        if (batchLines < 1 || queueLines < batchLines) {
            throw new IllegalArgumentException(
                    "needs 1 <= batch lines <= queue lines, got %d and %d".formatted(batchLines, queueLines));
        }
    }

    /// At most three writes for ten thousand candles under load, and nothing waits a second.
    public static WriterLimits standard() {
        return of(5_000, Duration.ofMillis(500));
    }

    /// Batches as given, with room for two of them, and the usual pauses.
    public static WriterLimits of(int batchLines, Duration flushAfter) {
        return new WriterLimits(batchLines, flushAfter, 2 * batchLines, Duration.ofSeconds(1), Duration.ofSeconds(15));
    }

    /// The queue's other bound; its memory is taken once, at the start.
    int queueBytes() {
        return Math.multiplyExact(queueLines, BYTES_OF_A_LINE);
    }
}
