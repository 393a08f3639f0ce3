package io.tradinghub.exchange.paper;

import java.math.BigDecimal;
import java.util.Optional;

import io.tradinghub.exchange.ExchangeEvent.Answer.Refused;
import io.tradinghub.exchange.RefusalKind;
import io.tradinghub.market.Category;
import io.tradinghub.market.Instrument;
import io.tradinghub.order.OrderRequest;
import io.tradinghub.order.OrderRequest.Terms;
import io.tradinghub.order.Side;

/// What Bybit checks before it acknowledges an order; the texts are its own where they are known.
final class PaperRules {

    private PaperRules() {}

    /// Why the order is refused, if it is.
    ///
    /// @param free what is held and no open order holds back
    static Optional<Refused> fault(OrderRequest request, PaperMarket market, BigDecimal held, BigDecimal free) {
        Instrument rules = market.rules();
        BigDecimal quantity = request.quantity();
        if (request.isEntry() && !rules.isTrading()) {
            return fixable("%s is not trading".formatted(rules.id()));
        }
        if (closesWhole(request, rules, held)) {
            return Optional.empty();
        }
        if (!isMultiple(quantity, rules.quantityStep())) {
            return fixable("Qty invalid: %s is not a multiple of %s".formatted(quantity, rules.quantityStep()));
        }
        if (request.isEntry() && quantity.compareTo(rules.minQuantity()) < 0) {
            return fixable("The number of contracts is below the minimum %s".formatted(rules.minQuantity()));
        }
        Optional<Refused> priced = priceFault(request, market);
        return priced.isPresent() ? priced : positionFault(request, rules, held, free);
    }

    private static Optional<Refused> priceFault(OrderRequest request, PaperMarket market) {
        Instrument rules = market.rules();
        BigDecimal quantity = request.quantity();
        BigDecimal price = switch (request.terms()) {
            case Terms.Market _ -> market.lastPrice();
            case Terms.Limit(BigDecimal limit, _) -> limit;
        };
        BigDecimal most = request.terms() instanceof Terms.Market
                ? rules.maxMarketQuantity()
                : rules.maxLimitQuantity();
        if (quantity.compareTo(most) > 0) {
            return fixable("Qty %s exceeds the maximum %s".formatted(quantity, most));
        }
        if (request.terms() instanceof Terms.Limit && !isMultiple(price, rules.tickSize())) {
            return fixable("price %s is not a multiple of the tick %s".formatted(price, rules.tickSize()));
        }
        boolean valueMatters = request.isEntry() || rules.id().category() == Category.SPOT;
        if (valueMatters && quantity.multiply(price).compareTo(rules.minNotional()) < 0) {
            return fixable("Order does not meet minimum order value %s%s".formatted(rules.minNotional(),
                    rules.quoteCoin()));
        }
        return Optional.empty();
    }

    /// A reduce-only market order may close a whole perpetual position whatever its quantity is a multiple of.
    private static boolean closesWhole(OrderRequest request, Instrument rules, BigDecimal held) {
        return !request.isEntry() && rules.id().category() == Category.LINEAR
                && request.terms() instanceof Terms.Market && held.signum() == -request.side().sign()
                && request.quantity().compareTo(held.abs()) == 0;
    }

    private static Optional<Refused> positionFault(OrderRequest request, Instrument rules, BigDecimal held,
            BigDecimal free) {
        if (!request.isEntry() && held.signum() != -request.side().sign()) {
            return Optional.of(new Refused(RefusalKind.NOTHING_TO_REDUCE,
                    "current position is zero, cannot fix reduce-only order qty"));
        }
        if (rules.id().category() == Category.SPOT && request.side() == Side.SELL
                && request.quantity().compareTo(free) > 0) {
            return Optional.of(new Refused(RefusalKind.FINAL,
                    "Insufficient balance: %s %s is free".formatted(free, rules.baseCoin())));
        }
        return Optional.empty();
    }

    private static Optional<Refused> fixable(String reason) {
        return Optional.of(new Refused(RefusalKind.FIXABLE, reason));
    }

    private static boolean isMultiple(BigDecimal value, BigDecimal step) {
        return value.remainder(step).signum() == 0;
    }
}
