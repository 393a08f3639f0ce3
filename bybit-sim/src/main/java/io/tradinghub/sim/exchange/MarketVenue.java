package io.tradinghub.sim.exchange;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.tradinghub.market.Category;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.sim.market.Book;
import io.tradinghub.sim.market.InstrumentView;
import io.tradinghub.sim.market.Listing;
import io.tradinghub.sim.market.Trade;
import io.tradinghub.sim.wire.Instruments;
import io.tradinghub.sim.wire.Ticker;

/// The simulated market as the venue of an [Exchange]: the same book, trades and prices that the public streams show.
/// Not thread-safe.
public final class MarketVenue implements Venue {
    private final Instruments instruments;
    private final Map<InstrumentId, Ticker> tickers = new HashMap<>();
    private final Map<InstrumentId, Minute> minutes = new HashMap<>();

    /// The trades of the candle that was asked for last: building them takes longer than all else here.
    private record Minute(long openMillis, List<Trade> trades) {}

    public MarketVenue(Instruments instruments) {
        this.instruments = instruments;
    }

    private InstrumentView view(Listing listing) {
        InstrumentId id = listing.id();
        return instruments.find(id.category(), id.symbol().name()).orElseThrow();
    }

    @Override
    public Collection<Listing> listings() {
        return instruments.all().stream().map(InstrumentView::listing).toList();
    }

    @Override
    public Optional<Listing> find(Category category, String symbol) {
        return instruments.find(category, symbol).map(InstrumentView::listing);
    }

    @Override
    public Optional<Prices> prices(Listing listing, long nowMillis) {
        return tickers.computeIfAbsent(listing.id(), id -> instruments.ticker(view(listing))).marks(nowMillis)
                .map(marks -> new Prices(marks.last(), marks.mark(), marks.index(), marks.version()));
    }

    @Override
    public Optional<Book> book(Listing listing, long nowMillis, int depth) {
        return view(listing).book().book(nowMillis, depth);
    }

    @Override
    public List<Trade> trades(Listing listing, long fromMillis, long toMillis) {
        InstrumentView view = view(listing);
        long base = view.tape().baseMillis();
        long open = Math.floorDiv(toMillis, base) * base;
        if (fromMillis < open || toMillis >= view.tape().endMillis()) {
            return view.candles().trades(fromMillis, toMillis);
        }
        Minute minute = minutes.get(listing.id());
        if (minute == null || minute.openMillis != open) {
            minute = new Minute(open, view.tape().trades(open));
            minutes.put(listing.id(), minute);
        }
        return minute.trades.stream().filter(t -> t.timeMillis() > fromMillis && t.timeMillis() <= toMillis).toList();
    }

    @Override
    public BigDecimal fundingRate(Listing perpetual, long settlesAtMillis) {
        return instruments.market().fundingRate(perpetual.id(), settlesAtMillis, settlesAtMillis)
                .map(BigDecimal::valueOf).orElse(BigDecimal.ZERO);
    }
}
