package io.tradinghub.sim.market;

import java.util.List;

/// Resting orders by price: bids from the highest price down, asks from the lowest up.
public record Book(List<Level> bids, List<Level> asks) {

    /// The total size at one price.
    public record Level(double price, double size) {}

    public Book {
        bids = List.copyOf(bids);
        asks = List.copyOf(asks);
    }
}
