package io.tradinghub.sim.stream;

import java.util.List;
import java.util.Optional;

import io.tradinghub.sim.market.Bar;
import io.tradinghub.sim.market.Listing;
import io.tradinghub.sim.market.Tape;
import io.tradinghub.sim.market.Trade;

/// A tape whose candles cannot be read from `tornMillis` on.
record FailingTape(Tape tape, long tornMillis) implements Tape {
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
        if (openMillis >= tornMillis) {
            throw new IllegalStateException("the tape is torn");
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
