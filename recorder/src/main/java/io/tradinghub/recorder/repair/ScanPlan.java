package io.tradinghub.recorder.repair;

import java.time.Duration;

/// How often and how far back [HistoryScan] scans the store for gaps.
///
/// @param backfillDays how far back the first scan starts
/// @param recheckDays how far back later scans start
/// @param interval the time between scans
/// @param settleTime how long a candle may take from its close into the store, in real time
/// @param retryDelay the delay after a scan that failed
public record ScanPlan(int backfillDays, int recheckDays, Duration interval, Duration settleTime, Duration retryDelay) {

    public ScanPlan {
        if (backfillDays < 0 || recheckDays < 0) {
            throw new IllegalArgumentException(
                    "backfill days and recheck days must be 0 or more, got %d and %d".formatted(backfillDays,
                            recheckDays));
        }
    }

    public static ScanPlan of(int backfillDays) {
        return new ScanPlan(backfillDays, Math.min(backfillDays, 2), Duration.ofMinutes(10), Duration.ofSeconds(2),
                Duration.ofSeconds(30));
    }
}
