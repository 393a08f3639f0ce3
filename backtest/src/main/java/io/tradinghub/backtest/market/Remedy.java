package io.tradinghub.backtest.market;

import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.SeriesId;

/// What a person does about what a market lacks, as the end of a sentence.
public interface Remedy {
    /// What brings these candles.
    String ofCandles(SeriesId series);

    /// What brings these funding rates.
    String ofFunding(InstrumentId perpetual);
}
