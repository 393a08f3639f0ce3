package io.tradinghub.sim.wire;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import io.tradinghub.market.Category;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.Symbol;
import io.tradinghub.sim.market.InstrumentView;
import io.tradinghub.sim.market.Market;
import io.tradinghub.sim.market.Tape;

/// Looks up the instruments of a market by category and symbol. Thread-safe.
public final class Instruments {
    private final Market market;
    private final Map<String, InstrumentView> views = new LinkedHashMap<>();

    public Instruments(Market market) {
        this.market = market;
        for (Tape tape : market.tapes()) {
            views.put(tape.listing().id().toString(), InstrumentView.of(tape));
        }
    }

    public Market market() {
        return market;
    }

    public Collection<InstrumentView> all() {
        return Collections.unmodifiableCollection(views.values());
    }

    /// Finds an instrument; symbols are case-sensitive, as on Bybit.
    public Optional<InstrumentView> find(Category category, String symbol) {
        return Optional.ofNullable(views.get(category.wireName() + ':' + symbol));
    }

    public Ticker ticker(InstrumentView instrument) {
        InstrumentId id = instrument.listing().id();
        Symbol symbol = id.symbol();
        Optional<InstrumentView> underlying = id.category() == Category.SPOT
                ? Optional.empty()
                : find(Category.SPOT, symbol.name());
        return new Ticker(market, instrument, underlying);
    }
}
