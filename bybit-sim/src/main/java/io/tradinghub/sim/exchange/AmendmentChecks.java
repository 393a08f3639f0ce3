package io.tradinghub.sim.exchange;

import java.math.BigDecimal;

import io.tradinghub.sim.exchange.RuleBook.Rules;
import io.tradinghub.sim.wire.ApiException;

/// What Bybit checks before it acknowledges a changed order.
final class AmendmentChecks {
    private final RuleBook rules;

    AmendmentChecks(RuleBook rules) {
        this.rules = rules;
    }

    void check(SimOrder order, Amendment amendment) throws ApiException {
        if (isUnchanged(order, amendment)) {
            throw ApiException.parameter("order not modified");
        }
        Rules rule = rules.of(order.listing());
        boolean spot = order.terms().isSpot();
        if (amendment.quantity().isPresent()) {
            quantity(order, amendment.quantity().get(), rule);
        }
        if (amendment.price().isPresent() && (amendment.price().get().signum() <= 0
                || !Rules.isMultiple(amendment.price().get(), rule.tick()))) {
            throw spot
                    ? new ApiException(170_134, "Order price has too many decimals.")
                    : new ApiException(110_003, "price is invalid");
        }
        if (amendment.triggerPrice().isPresent() && order.status() != SimOrder.Status.UNTRIGGERED) {
            throw ApiException.parameter("params error: triggerPrice of an order that is no conditional one");
        }
    }

    private static void quantity(SimOrder order, BigDecimal quantity, Rules rule) throws ApiException {
        boolean spot = order.terms().isSpot();
        if (quantity.compareTo(order.filled()) <= 0) {
            throw spot
                    ? new ApiException(170_313, "Amended qty can not be less than the filled qty.")
                    : new ApiException(110_064, "The modified order qty must be greater than the filled qty");
        }
        if (!Rules.isMultiple(quantity, rule.step())) {
            throw spot
                    ? new ApiException(170_137, "Order quantity has too many decimals.")
                    : ApiException.parameter("Qty invalid");
        }
        if (quantity.compareTo(rule.maxLimitQuantity()) > 0) {
            throw spot
                    ? new ApiException(170_124, "Order amount too large.")
                    : ApiException.parameter("The number of contracts exceeds maximum limit allowed");
        }
    }

    private static boolean isUnchanged(SimOrder order, Amendment amendment) {
        boolean sameQuantity = amendment.quantity().map(q -> q.compareTo(order.quantity()) == 0).orElse(true);
        boolean samePrice = amendment.price().map(p -> p.compareTo(order.price()) == 0).orElse(true);
        boolean sameTrigger = amendment.triggerPrice()
                .map(p -> order.trigger().map(t -> t.price().compareTo(p) == 0).orElse(false)).orElse(true);
        return sameQuantity && samePrice && sameTrigger && amendment.protection().isEmpty();
    }
}
