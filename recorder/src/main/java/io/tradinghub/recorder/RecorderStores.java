package io.tradinghub.recorder;

import io.tradinghub.market.CandleHistory;
import io.tradinghub.market.CandleStore;
import io.tradinghub.market.CoverageStore;
import io.tradinghub.market.FundingStore;
import io.tradinghub.market.MarketPublisher;

/// The stores that a recorder uses; the caller closes them after the recorder.
public record RecorderStores(CandleStore candles, CandleHistory history, CoverageStore coverage, FundingStore funding,
        MarketPublisher publisher) {}
