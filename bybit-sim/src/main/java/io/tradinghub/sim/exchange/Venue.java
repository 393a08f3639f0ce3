package io.tradinghub.sim.exchange;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

import io.tradinghub.market.Category;
import io.tradinghub.sim.market.Book;
import io.tradinghub.sim.market.Listing;
import io.tradinghub.sim.market.Trade;

/// The public market that orders are matched against. Equal calls return equal results; prices never come from after
/// the time asked for.
public interface Venue {

    /// Every instrument that trades, in the order in which the exchange lists them.
    Collection<Listing> listings();

    /// The prices at this time; empty before the first trade.
    Optional<Prices> prices(Listing listing, long nowMillis);

    /// The public book at this time, without the orders of accounts.
    Optional<Book> book(Listing listing, long nowMillis, int depth);

    /// The public trades after `fromMillis` up to and including `toMillis`, in order.
    List<Trade> trades(Listing listing, long fromMillis, long toMillis);

    /// The rate that a perpetual settles at this time, as a fraction.
    BigDecimal fundingRate(Listing perpetual, long settlesAtMillis);

    /// Up to when nothing of all this changes by itself, so that nothing needs to be looked at before.
    default long stillUntilMillis(long nowMillis) {
        return nowMillis;
    }

    /// The instrument of this name; symbols are case-sensitive.
    default Optional<Listing> find(Category category, String symbol) {
        return listings().stream().filter(l -> l.id().category() == category && l.id().symbol().name().equals(symbol))
                .findFirst();
    }

    /// The prices that orders are judged by.
    ///
    /// @param version changes whenever the public book does
    record Prices(BigDecimal last, BigDecimal mark, BigDecimal index, long version) {}
}
