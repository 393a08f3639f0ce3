package io.tradinghub.sim.exchange;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Collection;
import java.util.Optional;

import io.tradinghub.market.Category;
import io.tradinghub.order.Side;
import io.tradinghub.sim.exchange.OrderTerms.OrderType;
import io.tradinghub.sim.exchange.RuleBook.Rules;
import io.tradinghub.sim.market.Listing;
import io.tradinghub.sim.wire.ApiException;

/// What Bybit checks before it acknowledges an order, with the codes and texts that it answers.
///
/// What it finds out later (post-only would take, nothing to fill) is no refusal: the order is cancelled.
final class OrderChecks {
    private static final int MAX_LINK_ID = 36;
    private static final int MAX_OPEN = 500;
    private static final int MAX_CONDITIONAL_FUTURES = 10;
    private static final int MAX_CONDITIONAL_SPOT = 30;
    private final Venue venue;
    private final RuleBook rules;
    private final OrderArchive orders;
    private final Margin margin;

    OrderChecks(Venue venue, RuleBook rules, OrderArchive orders, Margin margin) {
        this.venue = venue;
        this.rules = rules;
        this.orders = orders;
        this.margin = margin;
    }

    /// Returns the order as it is accepted: a limit outside the band of a future is moved to it, and a whole-position
    /// close gets its quantity.
    OrderTerms accepted(Account account, OrderTerms terms, long nowMillis) throws ApiException {
        linkId(account, terms);
        counts(account, terms);
        Venue.Prices prices = venue.prices(terms.listing(), nowMillis)
                .orElseThrow(() -> new ApiException(terms.isSpot() ? 170_151 : 110_074, "contract is not live"));
        trigger(terms, prices);
        if (!terms.isSpot()) {
            positionIndex(account, terms);
        }
        OrderTerms sized = terms.closesWholePosition() ? wholePosition(account, terms) : terms;
        quantity(sized);
        OrderTerms priced = sized.type() == OrderType.LIMIT ? price(account, sized, prices) : sized;
        value(priced, prices);
        if (priced.reduceOnly() && priced.trigger().isEmpty()) {
            reduceOnly(account, priced);
        }
        protection(priced, prices);
        return priced;
    }

    private void linkId(Account account, OrderTerms terms) throws ApiException {
        if (terms.linkId().length() > MAX_LINK_ID) {
            throw ApiException.parameter("params error: OrderLinkId too long, the maximum is 36 characters");
        }
        if (!terms.linkId().matches("[A-Za-z0-9_-]*")) {
            throw ApiException.parameter("params error: OrderLinkId may have letters, digits, - and _ only");
        }
        if (orders.knowsLinkId(account.uid(), terms.listing().id().category(), terms.linkId())) {
            throw terms.isSpot()
                    ? new ApiException(170_141, "Duplicate clientOrderId")
                    : new ApiException(110_072, "OrderLinkedID is duplicate");
        }
    }

    private void counts(Account account, OrderTerms terms) throws ApiException {
        boolean spot = terms.isSpot();
        Collection<SimOrder> open = spot
                ? orders.openOf(account.uid()).stream().filter(order -> order.terms().isSpot()).toList()
                : orders.openOf(account.uid(), terms.listing());
        if (open.size() >= MAX_OPEN) {
            throw spot
                    ? new ApiException(170_810, "Cannot exceed maximum of 500 open orders.")
                    : new ApiException(110_020, "Not allowed to have more than 500 active orders");
        }
        long conditional = open.stream()
                .filter(o -> o.status() == SimOrder.Status.UNTRIGGERED && o.listing().equals(terms.listing()))
                .count();
        if (terms.trigger().isPresent() && conditional >= (spot ? MAX_CONDITIONAL_SPOT : MAX_CONDITIONAL_FUTURES)) {
            throw new ApiException(spot ? 170_810 : 110_009,
                    "The number of stop orders exceeds the maximum allowable limit");
        }
    }

    private static void trigger(OrderTerms terms, Venue.Prices prices) throws ApiException {
        if (terms.trigger().isEmpty()) {
            return;
        }
        Trigger trigger = terms.trigger().get();
        BigDecimal current = trigger.by().of(prices);
        if (trigger.firesAt(current)) {
            boolean rises = trigger.direction() == Trigger.Direction.RISES;
            throw new ApiException(rises ? 110_092 : 110_093,
                    "expect %s, but trigger_price[%s] %s current[%s]??%s".formatted(rises ? "Rising" : "Falling",
                            trigger.price().toPlainString(), rises ? "<=" : ">=", current.toPlainString(),
                            trigger.by()));
        }
    }

    private static void positionIndex(Account account, OrderTerms terms) throws ApiException {
        boolean hedged = account.isHedged(terms.listing());
        int index = terms.positionIdx();
        if (hedged != (index != 0) || index < 0 || index > 2) {
            throw ApiException.parameter("position idx not match position mode");
        }
    }

    private OrderTerms wholePosition(Account account, OrderTerms terms) throws ApiException {
        BigDecimal size = account.find(terms.listing(), terms.positionIdx())
                .map(position -> position.closableBy(terms.side().sign())).orElse(BigDecimal.ZERO);
        if (size.signum() == 0) {
            throw new ApiException(110_017, "current position is zero, cannot fix reduce-only order qty");
        }
        return terms.withQuantity(size.min(rules.of(terms.listing()).maxMarketQuantity()));
    }

    private void quantity(OrderTerms terms) throws ApiException {
        Rules rule = rules.of(terms.listing());
        boolean spot = terms.isSpot();
        BigDecimal quantity = terms.quantity();
        if (quantity.signum() <= 0) {
            throw spot
                    ? new ApiException(170_130, "Data sent for paramter 'qty' is not valid.")
                    : ApiException.parameter("Qty invalid");
        }
        boolean byValue = terms.unit() == OrderTerms.MarketUnit.QUOTE;
        if (!Rules.isMultiple(quantity, byValue ? rule.valueStep() : rule.step())) {
            throw offStep(spot, byValue);
        }
        if (quantity.compareTo(rule.minQuantity()) < 0) {
            throw ApiException.parameter("The number of contracts exceeds minimum limit allowed");
        }
        BigDecimal most = terms.type() == OrderType.MARKET ? rule.maxMarketQuantity() : rule.maxLimitQuantity();
        if (!byValue && quantity.compareTo(most) > 0 && !terms.reduceOnly()) {
            throw spot
                    ? new ApiException(170_124, "Order amount too large.")
                    : ApiException.parameter("The number of contracts exceeds maximum limit allowed");
        }
    }

    private static ApiException offStep(boolean spot, boolean byValue) {
        if (!spot) {
            return ApiException.parameter("Qty invalid");
        }
        return byValue
                ? new ApiException(170_148, "Market order amount decimal too long.")
                : new ApiException(170_137, "Order quantity has too many decimals.");
    }

    private OrderTerms price(Account account, OrderTerms terms, Venue.Prices prices) throws ApiException {
        Rules rule = rules.of(terms.listing());
        boolean spot = terms.isSpot();
        Optional<BigDecimal> wanted = terms.price();
        if (wanted.isEmpty() || wanted.get().signum() <= 0) {
            throw spot
                    ? new ApiException(170_130, "Data sent for paramter 'price' is not valid.")
                    : ApiException.parameter("price is required for a limit order");
        }
        BigDecimal price = wanted.get();
        if (!Rules.isMultiple(price, rule.tick())) {
            throw spot
                    ? new ApiException(170_134, "Order price has too many decimals.")
                    : new ApiException(110_003, "price is invalid");
        }
        if (price.compareTo(rule.minPrice()) < 0 || price.compareTo(rule.maxPrice()) > 0) {
            throw spot
                    ? new ApiException(170_132, "Order price too high or too low.")
                    : new ApiException(110_003, "price is invalid");
        }
        if (terms.trigger().isPresent()) {
            return terms;
        }
        BigDecimal bound = rule.bound(terms.side(), prices);
        if (MatchingBook.accepts(terms.side(), bound, price)) {
            return terms;
        }
        return outsideBand(account, terms, bound);
    }

    private static OrderTerms outsideBand(Account account, OrderTerms terms, BigDecimal bound) throws ApiException {
        Category category = terms.listing().id().category();
        if (account.movesToBand(category)) {
            return terms.withPrice(bound);
        }
        boolean buys = terms.side() == Side.BUY;
        String limit = bound.toPlainString();
        throw switch (category) {
            case SPOT -> new ApiException(buys ? 170_193 : 170_194, buys
                    ? "Buy order price cannot be higher than " + limit + "."
                    : "Sell order price cannot be lower than " + limit + ".");
            case LINEAR -> new ApiException(buys ? 110_121 : 110_120, buys
                    ? "Order price exceeds the maximum limit " + limit
                    : "Order price is below the minimum limit " + limit);
        };
    }

    /// A reduce-only order may be of any value.
    private void value(OrderTerms terms, Venue.Prices prices) throws ApiException {
        BigDecimal value = terms.unit() == OrderTerms.MarketUnit.QUOTE
                ? terms.quantity()
                : terms.quantity().multiply(terms.price().orElse(prices.last()));
        BigDecimal least = rules.of(terms.listing()).minValue();
        if (value.compareTo(least) < 0 && !terms.reduceOnly()) {
            throw terms.isSpot()
                    ? new ApiException(170_140, "Order value exceeded lower limit.")
                    : new ApiException(110_094, "Order does not meet minimum order value %s%s"
                            .formatted(least.toPlainString(), terms.listing().quoteCoin()));
        }
    }

    private static void reduceOnly(Account account, OrderTerms terms) throws ApiException {
        Optional<Position> position = account.find(terms.listing(), terms.positionIdx());
        if (position.isEmpty() || position.get().isFlat()) {
            throw new ApiException(110_017, "current position is zero, cannot fix reduce-only order qty");
        }
        if (position.get().closableBy(terms.side().sign()).signum() == 0) {
            throw new ApiException(110_017, "Reduce-only rule not satisfied: same side with current position");
        }
    }

    private static void protection(OrderTerms terms, Venue.Prices prices) throws ApiException {
        if (terms.protection().isEmpty()) {
            return;
        }
        if (terms.reduceOnly()) {
            throw ApiException.parameter("reduce-only order cannot set TP/SL");
        }
        stops(terms.listing(), terms.side(), terms.protection(), terms.price().orElse(prices.last()));
    }

    /// Refuses a stop on the wrong side of the price that an order or a position starts from.
    static void stops(Listing listing, Side opener, Protection wanted, BigDecimal base)
            throws ApiException {
        String symbol = listing.id().symbol().name();
        String side = opener == Side.BUY ? "Buy" : "Sell";
        if (wanted.stopLoss().isPresent() && !wanted.stopLoss().get().removes()) {
            BigDecimal stop = wanted.stopLoss().get().price();
            if (stop.compareTo(base) * opener.sign() >= 0) {
                throw ApiException.parameter("StopLoss:%s set for %s position should %s than base_price:%s??%s"
                        .formatted(stop.toPlainString(), side, opener == Side.BUY ? "lower" : "higher",
                                base.toPlainString(), symbol));
            }
        }
        if (wanted.takeProfit().isPresent() && !wanted.takeProfit().get().removes()) {
            BigDecimal target = wanted.takeProfit().get().price();
            if (target.compareTo(base) * opener.sign() <= 0) {
                throw ApiException.parameter("TakeProfit:%s set for %s position should be %s than base_price:%s??%s"
                        .formatted(target.toPlainString(), side, opener == Side.BUY ? "higher" : "lower",
                                base.toPlainString(), symbol));
            }
        }
    }

    /// Refuses what the wallet cannot pay for. A conditional future needs nothing before it fires.
    void affordable(Account account, SimOrder order, long nowMillis) throws ApiException {
        boolean waits = order.terms().trigger().isPresent();
        switch (order.listing().id().category()) {
            case LINEAR -> {
                if (!waits && !hasMargin(account, order, nowMillis)) {
                    throw new ApiException(110_007, "ab not enough for new order");
                }
            }
            case SPOT -> {
                boolean locks = !waits || order.terms().filter() == OrderTerms.OrderFilter.TPSL_ORDER;
                if (locks && !hasCoins(account, order, nowMillis)) {
                    throw new ApiException(170_131, "Insufficient balance.");
                }
            }
        }
    }

    boolean hasMargin(Account account, SimOrder order, long nowMillis) {
        if (order.terms().reduceOnly()) {
            return true;
        }
        SimOrder priced = order.copy();
        if (priced.price().signum() == 0) {
            venue.prices(order.listing(), nowMillis)
                    .ifPresent(prices -> priced.priced(
                            rules.of(order.listing()).marketLimit(order.side(), prices.last())));
        }
        BigDecimal before = margin.ofOrders(account, order.listing());
        BigDecimal after = margin.ofOrders(account, order.listing(), Optional.of(priced));
        BigDecimal more = after.subtract(before);
        return more.signum() <= 0 || margin.wallet(account, nowMillis).available().compareTo(more) >= 0;
    }

    private boolean hasCoins(Account account, SimOrder order, long nowMillis) {
        String coin = Margin.lockedCoin(order);
        BigDecimal free = account.balance(coin).subtract(margin.locked(account, coin));
        return free.compareTo(needed(order, nowMillis)) >= 0;
    }

    /// What a spot order takes of its coin; where its price is open, at the last price.
    private BigDecimal needed(SimOrder order, long nowMillis) {
        BigDecimal lock = Margin.lockOf(order);
        if (lock.signum() > 0) {
            return lock;
        }
        BigDecimal last = venue.prices(order.listing(), nowMillis).map(Venue.Prices::last).orElse(BigDecimal.ONE);
        return order.side() == Side.BUY
                ? order.quantity().multiply(last)
                : order.quantity().divide(last, MathContext.DECIMAL64);
    }
}
