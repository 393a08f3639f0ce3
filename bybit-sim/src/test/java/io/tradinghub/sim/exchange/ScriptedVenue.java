package io.tradinghub.sim.exchange;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

import io.tradinghub.sim.market.Book;
import io.tradinghub.sim.market.Listing;
import io.tradinghub.sim.market.SyntheticMarket;
import io.tradinghub.sim.market.Tape;
import io.tradinghub.sim.market.Trade;

/// A venue whose book, prices and trades a test sets by hand, the same for the perpetual and the spot pair of BTCUSDT.
public final class ScriptedVenue implements Venue {
    private final List<Listing> listings = SyntheticMarket.of(1, List.of("BTCUSDT"), Instant.EPOCH).tapes().stream()
            .map(Tape::listing).toList();
    private final List<Trade> trades = new ArrayList<>();
    private Book book = new Book(List.of(), List.of());
    private BigDecimal last = new BigDecimal("50000");
    private BigDecimal mark = last;
    private BigDecimal index = last;
    private BigDecimal fundingRate = new BigDecimal("0.0001");
    private long version;

    /// Sets the book: levels as price and size, best first.
    public void book(double[][] bids, double[][] asks) {
        book = new Book(levels(bids), levels(asks));
        version++;
    }

    private static List<Book.Level> levels(double[][] levels) {
        List<Book.Level> list = new ArrayList<>();
        for (double[] level : levels) {
            list.add(new Book.Level(level[0], level[1]));
        }
        return list;
    }

    /// Sets last, mark and index price.
    public void price(String price) {
        last(price);
        mark(price);
        index(price);
    }

    public void last(String price) {
        last = new BigDecimal(price);
        version++;
    }

    public void mark(String price) {
        mark = new BigDecimal(price);
    }

    public void index(String price) {
        index = new BigDecimal(price);
    }

    public void fundingRate(String rate) {
        fundingRate = new BigDecimal(rate);
    }

    public void trade(long millis, double price, double size, Trade.Taker taker) {
        trades.add(new Trade(millis, price, size, taker, trades.size()));
    }

    @Override
    public Collection<Listing> listings() {
        return listings;
    }

    @Override
    public Optional<Prices> prices(Listing listing, long nowMillis) {
        return Optional.of(new Prices(last, mark, index, version));
    }

    @Override
    public Optional<Book> book(Listing listing, long nowMillis, int depth) {
        return Optional.of(book);
    }

    @Override
    public List<Trade> trades(Listing listing, long fromMillis, long toMillis) {
        return trades.stream().filter(t -> t.timeMillis() > fromMillis && t.timeMillis() <= toMillis).toList();
    }

    @Override
    public BigDecimal fundingRate(Listing perpetual, long settlesAtMillis) {
        return fundingRate;
    }
}
