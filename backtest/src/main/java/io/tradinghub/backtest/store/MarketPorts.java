package io.tradinghub.backtest.store;

import java.util.Optional;
import java.util.function.Function;

import io.tradinghub.market.CandleCoverage;
import io.tradinghub.market.CandleHistory;
import io.tradinghub.market.FundingHistory;
import io.tradinghub.market.Instrument;
import io.tradinghub.market.InstrumentId;

/// Where a market is read from: a running hub, or the exchange itself.
///
/// @param coverage how many candles of a day the candles have by now; days of which it knows nothing do not change
/// @param rules trading rules; empty for an instrument that is not known
record MarketPorts(CandleHistory candles, CandleCoverage coverage, FundingHistory funding,
        Function<InstrumentId, Optional<Instrument>> rules) {}
