package io.tradinghub.sim.exchange;

import java.util.Optional;

import io.tradinghub.market.Category;

/// Names an order of an account; the exchange's id counts if both are given.
public record OrderRef(Category category, Optional<String> id, Optional<String> linkId) {

    boolean names(SimOrder order) {
        return order.listing().id().category() == category
                && id.map(order.id()::equals).orElseGet(() -> linkId.map(order.linkId()::equals).orElse(false));
    }
}
