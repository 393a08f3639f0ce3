package io.tradinghub.exchange.paper;

import java.math.BigDecimal;
import java.util.Optional;

import io.tradinghub.market.Category;
import io.tradinghub.market.Instrument;
import io.tradinghub.order.OrderRequest;
import io.tradinghub.order.OrderRequest.Effect;
import io.tradinghub.order.OrderRequest.Terms;
import io.tradinghub.order.Side;

/// What Bybit checks before it acknowledges an order; the texts are its own where they are known.
final class PaperRules {

    private PaperRules() {}

    /// Why the order is refused, if it is.
    static Optional<String> fault(OrderRequest request, PaperMarket market, BigDecimal held) {
        Instrument rules = market.rules();
        BigDecimal quantity = request.quantity();
        if (!isMultiple(quantity, rules.quantityStep())) {
            return Optional.of("Qty invalid: %s is not a multiple of %s".formatted(quantity, rules.quantityStep()));
        }
        boolean entry = request.effect() == Effect.ANY;
        if (entry && quantity.compareTo(rules.minQuantity()) < 0) {
            return Optional.of("The number of contracts is below the minimum %s".formatted(rules.minQuantity()));
        }
        BigDecimal price = switch (request.terms()) {
            case Terms.Market _ -> market.lastPrice();
            case Terms.Limit(BigDecimal limit, _) -> limit;
        };
        BigDecimal most = request.terms() instanceof Terms.Market
                ? rules.maxMarketQuantity()
                : rules.maxLimitQuantity();
        if (quantity.compareTo(most) > 0) {
            return Optional.of("Qty %s exceeds the maximum %s".formatted(quantity, most));
        }
        if (request.terms() instanceof Terms.Limit && !isMultiple(price, rules.tickSize())) {
            return Optional.of("price %s is not a multiple of the tick %s".formatted(price, rules.tickSize()));
        }
        boolean valueMatters = entry || rules.id().category() == Category.SPOT;
        if (valueMatters && quantity.multiply(price).compareTo(rules.minNotional()) < 0) {
            return Optional.of(
                    "Order does not meet minimum order value %s%s".formatted(rules.minNotional(), rules.quoteCoin()));
        }
        return positionFault(request, rules, held);
    }

    private static Optional<String> positionFault(OrderRequest request, Instrument rules, BigDecimal held) {
        if (rules.id().category() == Category.SPOT && request.side() == Side.SELL
                && request.quantity().compareTo(held) > 0) {
            return Optional.of("Insufficient balance: holds %s %s".formatted(held, rules.baseCoin()));
        }
        if (request.effect() == Effect.REDUCE_ONLY && held.signum() * request.side().sign() >= 0) {
            return Optional.of("current position is zero, cannot fix reduce-only order qty");
        }
        return Optional.empty();
    }

    private static boolean isMultiple(BigDecimal value, BigDecimal step) {
        return value.remainder(step).signum() == 0;
    }
}
