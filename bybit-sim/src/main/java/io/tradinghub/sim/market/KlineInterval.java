package io.tradinghub.sim.market;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;

/// Every candle interval of Bybit, including weeks (from Monday) and months.
public enum KlineInterval {
    M1("1", 1), M3("3", 3), M5("5", 5), M15("15", 15), M30("30", 30), H1("60", 60), H2("120", 120), H4("240", 240), H6(
            "360",
            360), H12("720", 720), D1("D", 1_440), W1("W", 10_080), MONTH("M", 0);

    private static final long FIRST_MONDAY = 4 * 86_400_000L;
    private final String wireName;
    private final long millis;

    KlineInterval(String wireName, long minutes) {
        this.wireName = wireName;
        this.millis = minutes * 60_000;
    }

    /// The name on the wire.
    public String wireName() {
        return wireName;
    }

    /// Open time of the candle that contains this time.
    public long floor(long epochMillis) {
        if (this == MONTH) {
            return startOf(Instant.ofEpochMilli(epochMillis).atOffset(ZoneOffset.UTC).toLocalDate().withDayOfMonth(1));
        }
        long offset = this == W1 ? FIRST_MONDAY : 0;
        return Math.floorDiv(epochMillis - offset, millis) * millis + offset;
    }

    /// Open time of the candle after the one that opens at `openMillis`; also the close of that one.
    public long next(long openMillis) {
        if (this == MONTH) {
            return startOf(Instant.ofEpochMilli(openMillis).atOffset(ZoneOffset.UTC).toLocalDate().plusMonths(1));
        }
        return openMillis + millis;
    }

    /// Open time of the candle before the one that opens at `openMillis`.
    public long previous(long openMillis) {
        return floor(openMillis - 1);
    }

    /// Parses a [#wireName].
    public static Optional<KlineInterval> fromWire(String text) {
        for (KlineInterval interval : values()) {
            if (interval.wireName.equals(text)) {
                return Optional.of(interval);
            }
        }
        return Optional.empty();
    }

    private static long startOf(LocalDate day) {
        return day.atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
    }
}
