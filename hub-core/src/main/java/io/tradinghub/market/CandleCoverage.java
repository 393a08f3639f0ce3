package io.tradinghub.market;

import java.time.LocalDate;
import java.util.List;

import io.tradinghub.market.CoverageStore.DayCoverage;

/// Reads how complete the stored candles are. Any thread may call.
///
/// @implSpec throws [StoreUnavailableException] when the store does not answer within its time limit
public interface CandleCoverage {

    /// What the recorder last wrote about these days, both included, ascending; a day that it has not looked at is not
    /// named.
    List<DayCoverage> read(SeriesId series, LocalDate from, LocalDate to);
}
