package io.tradinghub.sim.exchange;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.tradinghub.order.Side;
import io.tradinghub.sim.market.Book;
import io.tradinghub.sim.market.Listing;

/// What an incoming order of one instrument can trade with: the orders of accounts that rest here, and the public book
/// without what was already taken from it.
final class MatchingBook {
    private static final int DEPTH = 200;
    private final Listing listing;
    private final Venue venue;
    /// Resting orders, best price first, then the oldest.
    private final Map<Side, List<SimOrder>> resting = Map.of(Side.BUY, new ArrayList<>(), Side.SELL,
            new ArrayList<>());
    /// Conditional orders that have not fired.
    private final List<SimOrder> untriggered = new ArrayList<>();
    /// What was taken from the public book since it last changed, by price.
    private final Map<BigDecimal, BigDecimal> taken = new HashMap<>();
    private long takenVersion = Long.MIN_VALUE;

    /// What can be traded at one price: an account's order, or the public book's size.
    record Offer(BigDecimal price, BigDecimal size, Optional<SimOrder> order) {}

    MatchingBook(Listing listing, Venue venue) {
        this.listing = listing;
        this.venue = venue;
    }

    Listing listing() {
        return listing;
    }

    /// The resting orders of this side, best price first, then the oldest.
    List<SimOrder> resting(Side side) {
        return resting.getOrDefault(side, List.of());
    }

    void rest(SimOrder order) {
        List<SimOrder> side = resting(order.side());
        int at = 0;
        while (at < side.size() && !isBetter(order.side(), order.price(), side.get(at).price())) {
            at++;
        }
        side.add(at, order);
    }

    /// The conditional orders that have not fired, the oldest first.
    List<SimOrder> untriggered() {
        return List.copyOf(untriggered);
    }

    void watch(SimOrder order) {
        untriggered.add(order);
    }

    void remove(SimOrder order) {
        resting(order.side()).remove(order);
        untriggered.remove(order);
    }

    boolean isEmpty() {
        return resting(Side.BUY).isEmpty() && resting(Side.SELL).isEmpty() && untriggered.isEmpty();
    }

    /// Whether a price of this side comes before another: a buy's if it is higher.
    static boolean isBetter(Side side, BigDecimal price, BigDecimal other) {
        return price.compareTo(other) * side.sign() > 0;
    }

    /// Whether an order of this side with this limit accepts the price.
    static boolean accepts(Side side, BigDecimal limit, BigDecimal price) {
        return price.compareTo(limit) * side.sign() <= 0;
    }

    /// What an order of this side would trade with, best price first; at one price accounts come before the public
    /// book.
    List<Offer> offersFor(Side side, long nowMillis) {
        List<Offer> offers = new ArrayList<>();
        for (SimOrder order : resting(opposite(side))) {
            offers.add(new Offer(order.price(), order.leaves(), Optional.of(order)));
        }
        offers.addAll(publicOffers(side, nowMillis));
        Comparator<Offer> cheapest = Comparator.comparing(Offer::price);
        offers.sort(side == Side.BUY ? cheapest : cheapest.reversed());
        return offers;
    }

    List<Offer> publicOffers(Side side, long nowMillis) {
        forgetTaken(nowMillis);
        List<Offer> offers = new ArrayList<>();
        Optional<Book> book = venue.book(listing, nowMillis, DEPTH);
        if (book.isEmpty()) {
            return offers;
        }
        for (Book.Level level : side == Side.BUY ? book.get().asks() : book.get().bids()) {
            BigDecimal price = decimal(level.price());
            BigDecimal size = decimal(level.size()).subtract(taken.getOrDefault(price, BigDecimal.ZERO));
            if (size.signum() > 0) {
                offers.add(new Offer(price, size, Optional.empty()));
            }
        }
        return offers;
    }

    void take(BigDecimal price, BigDecimal size) {
        taken.merge(price, size, BigDecimal::add);
    }

    private void forgetTaken(long nowMillis) {
        long version = venue.prices(listing, nowMillis).map(Venue.Prices::version).orElse(takenVersion);
        if (version != takenVersion) {
            taken.clear();
            takenVersion = version;
        }
    }

    static Side opposite(Side side) {
        return side == Side.BUY ? Side.SELL : Side.BUY;
    }

    private static BigDecimal decimal(double value) {
        return BigDecimal.valueOf(value).stripTrailingZeros();
    }
}
