package io.tradinghub.market;

import java.time.LocalDate;
import java.util.Collection;

/// Keeps how complete the stored candles are, so that a person can look. Called by one thread at a time.
public interface CoverageStore extends AutoCloseable {

    /// Writes these days, all or none. `repaired` is added to what was counted before, the others replace it.
    ///
    /// @throws StoreUnavailableException when the store does not answer; nothing is written
    void save(Collection<DayCoverage> days);

    @Override
    void close();

    /// One series on one UTC day: how many candles had closed, how many of them are stored, and how many came from a
    /// repair since the last save.
    record DayCoverage(SeriesId series, LocalDate day, int expected, int stored, int repaired) {

        public DayCoverage {
            if (expected < 0 || stored < 0 || repaired < 0) {
                throw new IllegalArgumentException("coverage of %s on %s needs counts of 0 or more, got %d, %d and %d"
                        .formatted(series, day, expected, stored, repaired));
            }
        }
    }
}
