package io.tradinghub.recorder.repair;

import java.time.Duration;

/// How often and how far back the store is compared with what it should hold.
///
/// @param backfillDays how far the first comparison reaches back
/// @param recheckDays how far the later ones do
/// @param every the pause between them
/// @param settle how long a candle may take from its close to the store, in real time
/// @param retryAfter the pause after a comparison that could not be finished
public record ScanPlan(int backfillDays, int recheckDays, Duration every, Duration settle, Duration retryAfter) {

    public ScanPlan {
        if (backfillDays < 0 || recheckDays < 0) {
            throw new IllegalArgumentException(
                    "needs days of 0 or more, got backfill %d and recheck %d".formatted(backfillDays, recheckDays));
        }
    }

    public static ScanPlan of(int backfillDays) {
        return new ScanPlan(backfillDays, Math.min(backfillDays, 2), Duration.ofMinutes(10), Duration.ofSeconds(2),
                Duration.ofSeconds(30));
    }
}
