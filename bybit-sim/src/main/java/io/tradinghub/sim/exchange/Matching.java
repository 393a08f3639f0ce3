package io.tradinghub.sim.exchange;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.tradinghub.order.Side;
import io.tradinghub.sim.exchange.Execution.Kind;
import io.tradinghub.sim.exchange.MatchingBook.Offer;
import io.tradinghub.sim.exchange.OrderTerms.OrderType;
import io.tradinghub.sim.exchange.OrderTerms.SelfMatch;
import io.tradinghub.sim.exchange.OrderTerms.TimeInForce;
import io.tradinghub.sim.exchange.Settlement.Liquidity;
import io.tradinghub.sim.exchange.SimOrder.CancelType;
import io.tradinghub.sim.exchange.SimOrder.RejectReason;
import io.tradinghub.sim.market.Trade;
import io.tradinghub.sim.market.Trade.Taker;

/// Matches orders: an incoming one against what the book offers, resting ones against public trades and a public book
/// that has moved through them.
final class Matching {
    private final Map<Long, Account> accounts;
    private final Books books;
    private final RuleBook rules;
    private final Venue venue;
    private final Settlement settlement;
    private final TradingStops stops;

    /// What a resting order got in one match.
    private record MakerFill(SimOrder order, BigDecimal quantity) {}

    Matching(Map<Long, Account> accounts, Books books, RuleBook rules, Venue venue, Settlement settlement,
            TradingStops stops) {
        this.accounts = accounts;
        this.books = books;
        this.rules = rules;
        this.venue = venue;
        this.settlement = settlement;
        this.stops = stops;
    }

    private Account account(SimOrder order) {
        Account account = accounts.get(order.uid());
        if (account == null) {
            throw new IllegalStateException("no account %d for order %s".formatted(order.uid(), order.id()));
        }
        return account;
    }

    /// Takes an order in: fills what can be filled at once, and rests or cancels the remainder.
    void enter(SimOrder order, long nowMillis) {
        if (!fitsPosition(order, nowMillis)) {
            return;
        }
        MatchingBook book = books.of(order.listing());
        List<Offer> offers = acceptable(order, book.offersFor(order.side(), nowMillis), nowMillis);
        TimeInForce timeInForce = order.terms().timeInForce();
        if (timeInForce == TimeInForce.POST_ONLY && !offers.isEmpty()) {
            close(order, RejectReason.POST_ONLY_WILL_TAKE_LIQUIDITY, nowMillis);
        } else if (timeInForce == TimeInForce.FOK && total(offers).compareTo(order.leaves()) < 0) {
            close(order, RejectReason.NO_IMMEDIATE_QTY_TO_FILL, nowMillis);
        } else {
            take(order, book, offers, nowMillis);
            if (order.status().isOpen()) {
                remainder(order, book, nowMillis);
            }
        }
    }

    private void remainder(SimOrder order, MatchingBook book, long nowMillis) {
        boolean rests = order.terms().type() == OrderType.LIMIT
                && (order.terms().timeInForce() == TimeInForce.GTC
                        || order.terms().timeInForce() == TimeInForce.POST_ONLY);
        if (rests) {
            order.rests(nowMillis);
            book.rest(order);
            settlement.reported(account(order), order);
        } else if (order.filled().signum() > 0) {
            close(order, RejectReason.CANCEL_FOR_NO_FULL_FILL, nowMillis);
        } else {
            close(order, order.terms().type() == OrderType.MARKET
                    ? RejectReason.REACH_MARKET_PRICE_LIMIT
                    : RejectReason.NO_IMMEDIATE_QTY_TO_FILL, nowMillis);
        }
    }

    /// Cuts a reduce-only order to what it can close; cancels it if that is nothing.
    private boolean fitsPosition(SimOrder order, long nowMillis) {
        if (!order.terms().reduces()) {
            return true;
        }
        Position position = account(order).position(order.listing(), order.terms().positionIdx(), nowMillis);
        BigDecimal closable = position.closableBy(order.side().sign());
        if (closable.signum() == 0) {
            settlement.close(account(order), order, CancelType.CANCEL_BY_REDUCE_ONLY, RejectReason.NO_ERROR, nowMillis);
            return false;
        }
        if (order.leaves().compareTo(closable) > 0) {
            order.resized(order.filled().add(closable), nowMillis);
        }
        return true;
    }

    private List<Offer> acceptable(SimOrder order, List<Offer> offers, long nowMillis) {
        Optional<BigDecimal> limit = limit(order, nowMillis);
        return offers.stream()
                .filter(o -> limit.isPresent() && MatchingBook.accepts(order.side(), limit.get(), o.price()))
                .toList();
    }

    /// The limit; of a market order, the price that Bybit lets it fill up to.
    private Optional<BigDecimal> limit(SimOrder order, long nowMillis) {
        if (order.terms().type() == OrderType.LIMIT) {
            return Optional.of(order.price());
        }
        Optional<BigDecimal> limit = venue.prices(order.listing(), nowMillis)
                .map(prices -> rules.of(order.listing()).marketLimit(order.side(), prices.last()));
        if (limit.isPresent() && !order.terms().isSpot()) {
            order.priced(limit.get());
        }
        return limit;
    }

    private static BigDecimal total(List<Offer> offers) {
        return offers.stream().map(Offer::size).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private void take(SimOrder order, MatchingBook book, List<Offer> offers, long nowMillis) {
        List<MakerFill> makers = new ArrayList<>();
        BigDecimal before = order.filled();
        for (Offer offer : offers) {
            if (isSelfMatch(order, offer)) {
                stopSelfMatch(order, offer.order().orElseThrow(), book, nowMillis);
                if (!order.status().isOpen()) {
                    return;
                }
                continue;
            }
            BigDecimal quantity = wanted(order, offer.price()).min(offer.size());
            if (quantity.signum() <= 0) {
                break;
            }
            fill(order, offer.price(), quantity, Liquidity.TAKER, nowMillis);
            if (offer.order().isPresent()) {
                fill(offer.order().get(), offer.price(), quantity, Liquidity.MAKER, nowMillis);
                makers.add(new MakerFill(offer.order().get(), quantity));
            } else {
                book.take(offer.price(), quantity);
            }
        }
        makers.forEach(maker -> reportMaker(maker.order, book));
        BigDecimal taken = order.filled().subtract(before);
        if (taken.signum() > 0 && order.status() == SimOrder.Status.FILLED) {
            settlement.reported(account(order), order);
        }
        makers.forEach(maker -> stops.afterFill(account(maker.order), maker.order, maker.quantity, nowMillis));
        if (taken.signum() > 0) {
            stops.afterFill(account(order), order, taken, nowMillis);
        }
    }

    /// What the order still wants at this price: of an order by value, as many whole steps as the rest pays for.
    private BigDecimal wanted(SimOrder order, BigDecimal price) {
        return order.isByValue()
                ? rules.of(order.listing())
                        .wholeSteps(order.leaves().divide(price, order.listing().quantityStep().scale() + 2,
                                RoundingMode.FLOOR))
                : order.leaves();
    }

    private static boolean isSelfMatch(SimOrder order, Offer offer) {
        return order.terms().selfMatch() != SelfMatch.NONE
                && offer.order().map(maker -> maker.uid() == order.uid()).orElse(false);
    }

    private void stopSelfMatch(SimOrder order, SimOrder maker, MatchingBook book, long nowMillis) {
        SelfMatch rule = order.terms().selfMatch();
        if (rule != SelfMatch.CANCEL_TAKER) {
            book.remove(maker);
            settlement.close(account(maker), maker, CancelType.CANCEL_BY_SMP, RejectReason.BY_SELF_MATCH, nowMillis);
        }
        if (rule != SelfMatch.CANCEL_MAKER) {
            settlement.close(account(order), order, CancelType.CANCEL_BY_SMP, RejectReason.BY_SELF_MATCH, nowMillis);
        }
    }

    private void fill(SimOrder order, BigDecimal price, BigDecimal quantity, Liquidity role, long nowMillis) {
        settlement.fill(account(order), order, price, quantity, role, Kind.TRADE, nowMillis);
    }

    private void reportMaker(SimOrder maker, MatchingBook book) {
        if (!maker.status().isOpen()) {
            book.remove(maker);
        }
        settlement.reported(account(maker), maker);
    }

    private void close(SimOrder order, RejectReason reason, long nowMillis) {
        settlement.close(account(order), order, CancelType.UNKNOWN, reason, nowMillis);
    }

    /// Fills resting orders with one public trade: those that its taker could have hit at its price or a better one.
    void trade(MatchingBook book, Trade trade, long nowMillis) {
        Side hit = trade.taker() == Taker.BUY ? Side.SELL : Side.BUY;
        BigDecimal price = BigDecimal.valueOf(trade.price());
        BigDecimal left = BigDecimal.valueOf(trade.size());
        for (SimOrder order : List.copyOf(book.resting(hit))) {
            if (left.signum() <= 0 || !MatchingBook.accepts(hit, order.price(), price)) {
                return;
            }
            left = left.subtract(fillResting(order, left, book, nowMillis));
        }
    }

    /// Fills resting orders that the public book has moved through without a trade.
    void cross(MatchingBook book, long nowMillis) {
        for (Side side : Side.values()) {
            if (book.resting(side).isEmpty()) {
                continue;
            }
            for (Offer offer : book.publicOffers(side, nowMillis)) {
                BigDecimal left = offer.size();
                for (SimOrder order : List.copyOf(book.resting(side))) {
                    if (left.signum() > 0 && MatchingBook.accepts(side, order.price(), offer.price())) {
                        BigDecimal filled = fillResting(order, left, book, nowMillis);
                        book.take(offer.price(), filled);
                        left = left.subtract(filled);
                    }
                }
            }
        }
    }

    private BigDecimal fillResting(SimOrder order, BigDecimal available, MatchingBook book, long nowMillis) {
        BigDecimal quantity = rules.of(order.listing()).wholeSteps(order.leaves().min(available));
        if (!order.status().isOpen() || quantity.signum() <= 0) {
            return BigDecimal.ZERO;
        }
        fill(order, order.price(), quantity, Liquidity.MAKER, nowMillis);
        reportMaker(order, book);
        stops.afterFill(account(order), order, quantity, nowMillis);
        return quantity;
    }

    /// Closes a position outside the market, at this price: what liquidation and auto-deleveraging do.
    void force(SimOrder order, BigDecimal price, Kind kind, long nowMillis) {
        settlement.fill(account(order), order, price, order.leaves(), Liquidity.TAKER, kind, nowMillis);
        settlement.reported(account(order), order);
        stops.afterFill(account(order), order, order.filled(), nowMillis);
    }
}
