package io.tradinghub.backtest.store;

import io.tradinghub.backtest.market.Remedy;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.SeriesId;

/// What a person does about what the hub's stores lack.
enum HubRemedy implements Remedy {
    RUNNING {
        @Override
        public String ofCandles(SeriesId series) {
            return "the recorder fetches candles of INTERVALS for BACKFILL_DAYS (.env, then ./hub up)";
        }

        @Override
        public String ofFunding(InstrumentId perpetual) {
            return "the recorder fetches them for BACKFILL_DAYS (.env, then ./hub up)";
        }
    },
    AWAY {
        @Override
        public String ofCandles(SeriesId series) {
            return START;
        }

        @Override
        public String ofFunding(InstrumentId perpetual) {
            return START;
        }
    };

    static final String START = "start the hub (./hub up), or bring files (--candles)";
}
