package io.tradinghub.backtest.store;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

import io.tradinghub.backtest.market.Remedy;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.SeriesId;

/// Names the command that fetches from the exchange what neither the hub nor the folder has.
///
/// @param first the first moment that is needed
record DownloadRemedy(Instant first) implements Remedy {

    @Override
    public String ofCandles(SeriesId series) {
        return "fetch them: ./hub download --symbols %s --from %s --intervals %s".formatted(series.instrument(), day(),
                series.interval().wireName());
    }

    @Override
    public String ofFunding(InstrumentId perpetual) {
        return "fetch them: ./hub download --symbols %s --from %s".formatted(perpetual, day());
    }

    private LocalDate day() {
        return LocalDate.ofInstant(first, ZoneOffset.UTC);
    }
}
