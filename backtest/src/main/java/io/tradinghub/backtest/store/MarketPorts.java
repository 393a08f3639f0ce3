package io.tradinghub.backtest.store;

import java.util.Optional;
import java.util.function.Function;

import io.tradinghub.market.CandleCoverage;
import io.tradinghub.market.CandleHistory;
import io.tradinghub.market.FundingHistory;
import io.tradinghub.market.Instrument;
import io.tradinghub.market.InstrumentId;

/// What a running hub is asked for a back-test.
///
/// @param rules the trading rules that the recorder published last
record HubPorts(CandleHistory candles, CandleCoverage coverage, FundingHistory funding,
        Function<InstrumentId, Optional<Instrument>> rules) {}
