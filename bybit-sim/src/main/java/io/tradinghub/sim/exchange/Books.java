package io.tradinghub.sim.exchange;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

import io.tradinghub.market.InstrumentId;
import io.tradinghub.sim.market.Listing;

/// The matching book of each instrument.
final class Books {
    private final Venue venue;
    private final Map<InstrumentId, MatchingBook> books = new LinkedHashMap<>();

    Books(Venue venue) {
        this.venue = venue;
    }

    MatchingBook of(Listing listing) {
        return books.computeIfAbsent(listing.id(), id -> new MatchingBook(listing, venue));
    }

    /// The books that were used so far.
    Collection<MatchingBook> all() {
        return books.values();
    }
}
