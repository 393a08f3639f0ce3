package io.tradinghub.market;

import java.time.Duration;
import java.time.Instant;

/// A candle length that Bybit offers. Week and month are left out: their candles are not a fixed number of milliseconds
/// from the epoch.
public enum Interval {
    M1("1", Duration.ofMinutes(1)), M3("3", Duration.ofMinutes(3)), M5("5", Duration.ofMinutes(5)), M15("15",
            Duration.ofMinutes(15)), M30("30", Duration.ofMinutes(30)), H1("60", Duration.ofHours(1)), H2("120",
                    Duration.ofHours(2)), H4("240", Duration.ofHours(4)), H6("360",
                            Duration.ofHours(6)), H12("720", Duration.ofHours(12)), D1("D", Duration.ofDays(1));

    private final String wireName;
    private final Duration length;
    private final long millis;

    Interval(String wireName, Duration length) {
        this.wireName = wireName;
        this.length = length;
        this.millis = length.toMillis();
    }

    /// The exchange's word for it (`1`, `60`, `D`), also used in store keys and tags.
    public String wireName() {
        return wireName;
    }

    public Duration length() {
        return length;
    }

    public long millis() {
        return millis;
    }

    /// The open time, in epoch milliseconds, of the candle that contains this moment.
    public long floor(long epochMillis) {
        return Math.floorDiv(epochMillis, millis) * millis;
    }

    /// The open time of the candle that contains this moment.
    public Instant floor(Instant moment) {
        return Instant.ofEpochMilli(floor(moment.toEpochMilli()));
    }

    /// Reads [#wireName]; anything else is refused with the words that are allowed.
    public static Interval fromWire(String text) {
        for (Interval interval : values()) {
            if (interval.wireName.equals(text)) {
                return interval;
            }
        }
        throw new IllegalArgumentException(
                "interval must be one of 1 3 5 15 30 60 120 240 360 720 D, got '%s'".formatted(text));
    }
}
