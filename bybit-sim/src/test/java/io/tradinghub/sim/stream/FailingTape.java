package io.tradinghub.sim.stream;

import java.util.List;
import java.util.Optional;

import io.tradinghub.sim.market.Bar;
import io.tradinghub.sim.market.Listing;
import io.tradinghub.sim.market.Tape;
import io.tradinghub.sim.market.Trade;

/// A tape that throws for candles from `failsFromMillis` on.
record FailingTape(Tape tape, long failsFromMillis) implements Tape {
    @Override
    public Listing listing() {
        return tape.listing();
    }

    @Override
    public long baseMillis() {
        return tape.baseMillis();
    }

    @Override
    public long firstOpenMillis() {
        return tape.firstOpenMillis();
    }

    @Override
    public long endMillis() {
        return tape.endMillis();
    }

    @Override
    public Optional<Bar> bar(long openMillis) {
        if (openMillis >= failsFromMillis) {
            throw new IllegalStateException("cannot read the candle at " + openMillis);
        }
        return tape.bar(openMillis);
    }

    @Override
    public Optional<Bar> barBefore(long openMillis) {
        return tape.barBefore(openMillis);
    }

    @Override
    public List<Trade> trades(long openMillis) {
        return tape.trades(openMillis);
    }
}
