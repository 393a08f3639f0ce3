package io.tradinghub.sim.exchange;

import java.math.BigDecimal;
import java.util.Optional;

import io.tradinghub.order.Side;
import io.tradinghub.sim.exchange.OrderTerms.MarketUnit;
import io.tradinghub.sim.exchange.OrderTerms.OrderFilter;
import io.tradinghub.sim.exchange.OrderTerms.OrderType;
import io.tradinghub.sim.exchange.OrderTerms.SelfMatch;
import io.tradinghub.sim.exchange.OrderTerms.TimeInForce;
import io.tradinghub.sim.exchange.Protection.Stop;
import io.tradinghub.sim.exchange.SimOrder.CancelType;
import io.tradinghub.sim.exchange.SimOrder.Origin;
import io.tradinghub.sim.exchange.SimOrder.RejectReason;
import io.tradinghub.sim.market.Listing;

/// Keeps the orders that depend on a position in line with it: take profit, stop loss and trailing stop, which rest as
/// conditional orders, and reduce-only orders.
final class TradingStops {
    private static final BigDecimal NEVER = new BigDecimal("1000000000000");
    private final Books books;
    private final OrderArchive orders;
    private final Settlement settlement;
    private final Updates updates;
    private final Ids ids;
    private final Venue venue;

    TradingStops(Books books, OrderArchive orders, Settlement settlement, Updates updates, Ids ids, Venue venue) {
        this.books = books;
        this.orders = orders;
        this.settlement = settlement;
        this.updates = updates;
        this.ids = ids;
        this.venue = venue;
    }

    /// Sets the stops of an open position; false if nothing changes.
    boolean set(Account account, Position position, Protection wanted, long nowMillis) {
        boolean changed = false;
        if (wanted.takeProfit().isPresent()) {
            Origin origin = wanted.isPartial() ? Origin.PARTIAL_TAKE_PROFIT : Origin.TAKE_PROFIT;
            changed = place(account, position, origin, wanted.takeProfit().get(), nowMillis);
        }
        if (wanted.stopLoss().isPresent()) {
            Origin origin = wanted.isPartial() ? Origin.PARTIAL_STOP_LOSS : Origin.STOP_LOSS;
            changed |= place(account, position, origin, wanted.stopLoss().get(), nowMillis);
        }
        if (wanted.trailingDistance().isPresent()) {
            changed |= trail(account, position, wanted, nowMillis);
        }
        updates.position(account, position);
        return changed;
    }

    /// A partial stop is added to those that are there; a whole one replaces its predecessor.
    private boolean place(Account account, Position position, Origin origin, Stop stop, long nowMillis) {
        boolean isWhole = origin == Origin.TAKE_PROFIT || origin == Origin.STOP_LOSS;
        Optional<SimOrder> old = isWhole ? orders.stopOf(account.uid(), position, origin) : Optional.empty();
        if (stop.removes() && old.isEmpty()) {
            return false;
        }
        Side side = position.size().signum() > 0 ? Side.SELL : Side.BUY;
        boolean isLoss = origin == Origin.STOP_LOSS || origin == Origin.PARTIAL_STOP_LOSS;
        Trigger.Direction direction = (side == Side.SELL) == isLoss
                ? Trigger.Direction.FALLS
                : Trigger.Direction.RISES;
        Trigger trigger = new Trigger(stop.price(), direction, stop.by());
        if (old.isPresent() && old.get().trigger().equals(Optional.of(trigger))) {
            return false;
        }
        old.ifPresent(order -> cancel(account, order, nowMillis));
        if (!stop.removes()) {
            BigDecimal quantity = stop.quantity().orElse(position.size().abs());
            add(account, position, terms(position, side, quantity, stop.limit(), trigger, Protection.NONE), origin,
                    nowMillis);
        }
        return true;
    }

    private boolean trail(Account account, Position position, Protection wanted, long nowMillis) {
        BigDecimal distance = wanted.trailingDistance().orElseThrow();
        Optional<SimOrder> old = orders.stopOf(account.uid(), position, Origin.TRAILING_STOP);
        boolean isSame = old.map(SimOrder::protection)
                .map(known -> known.trailingDistance().equals(wanted.trailingDistance())
                        && known.trailingFrom().equals(wanted.trailingFrom()))
                .orElse(distance.signum() == 0);
        if (isSame) {
            return false;
        }
        old.ifPresent(order -> cancel(account, order, nowMillis));
        if (distance.signum() > 0) {
            Side side = position.size().signum() > 0 ? Side.SELL : Side.BUY;
            Trigger waiting = side == Side.SELL
                    ? new Trigger(BigDecimal.ZERO, Trigger.Direction.FALLS, Trigger.By.LAST_PRICE)
                    : new Trigger(NEVER, Trigger.Direction.RISES, Trigger.By.LAST_PRICE);
            Protection trailing = new Protection(Optional.empty(), Optional.empty(), wanted.trailingDistance(),
                    wanted.trailingFrom(), false);
            SimOrder order = add(account, position,
                    terms(position, side, position.size().abs(), Optional.empty(), waiting, trailing),
                    Origin.TRAILING_STOP, nowMillis);
            venue.prices(position.listing(), nowMillis).ifPresent(prices -> follow(order, prices.last(), nowMillis));
        }
        return true;
    }

    /// Moves a trailing stop after the last price; before its activation price is reached it stays where it is.
    void follow(SimOrder order, BigDecimal last, long nowMillis) {
        Trigger now = order.trigger().orElseThrow();
        BigDecimal distance = order.protection().trailingDistance().orElseThrow();
        boolean sells = order.side() == Side.SELL;
        boolean isWaiting = now.price().signum() == 0 || now.price().compareTo(NEVER) == 0;
        Optional<BigDecimal> from = order.protection().trailingFrom();
        if (isWaiting && from.isPresent() && last.compareTo(from.get()) * (sells ? 1 : -1) < 0) {
            return;
        }
        BigDecimal wanted = sells ? last.subtract(distance) : last.add(distance);
        if (sells ? wanted.compareTo(now.price()) > 0 : wanted.compareTo(now.price()) < 0) {
            order.changed(order.price(), order.quantity(), Optional.of(now.at(wanted)), order.protection(), nowMillis);
        }
    }

    private static OrderTerms terms(Position position, Side side, BigDecimal quantity, Optional<BigDecimal> limit,
            Trigger trigger, Protection protection) {
        OrderType type = limit.isPresent() ? OrderType.LIMIT : OrderType.MARKET;
        TimeInForce timeInForce = limit.isPresent() ? TimeInForce.GTC : TimeInForce.IOC;
        return new OrderTerms(position.listing(), side, type, quantity, limit, timeInForce, "", position.index(), true,
                true, MarketUnit.BASE, OrderFilter.ORDER, Optional.of(trigger), protection, SelfMatch.NONE);
    }

    private SimOrder add(Account account, Position position, OrderTerms terms, Origin origin, long nowMillis) {
        Listing listing = position.listing();
        BigDecimal last = venue.prices(listing, nowMillis).map(Venue.Prices::last).orElse(BigDecimal.ZERO);
        SimOrder order = new SimOrder(terms, ids.nextOrder(listing.id().category()), account.uid(), origin, last,
                nowMillis);
        orders.open(order);
        books.of(listing).watch(order);
        updates.order(account, order);
        return order;
    }

    private void cancel(Account account, SimOrder order, long nowMillis) {
        books.of(order.listing()).remove(order);
        settlement.close(account, order, CancelType.CANCEL_BY_TP_SL_TS_CLEAR, RejectReason.NO_ERROR, nowMillis);
    }

    /// After a fill: attaches the stops that the order carries, and adapts what depends on the position.
    void afterFill(Account account, SimOrder order, BigDecimal filled, long nowMillis) {
        if (order.terms().isSpot()) {
            return;
        }
        Position position = account.position(order.listing(), order.terms().positionIdx(), nowMillis);
        adapt(account, position, nowMillis);
        boolean isOpener = position.size().signum() == order.side().sign();
        if (isOpener && !order.protection().isEmpty() && order.origin() == Origin.USER) {
            Protection attached = order.protection();
            set(account, position, attached.isPartial() ? ofPart(attached, filled) : attached, nowMillis);
        }
    }

    private static Protection ofPart(Protection attached, BigDecimal filled) {
        return new Protection(attached.takeProfit().map(stop -> ofPart(stop, filled)),
                attached.stopLoss().map(stop -> ofPart(stop, filled)), Optional.empty(), Optional.empty(), true);
    }

    private static Stop ofPart(Stop stop, BigDecimal filled) {
        return new Stop(stop.price(), stop.by(), stop.limit(), Optional.of(filled));
    }

    private void adapt(Account account, Position position, long nowMillis) {
        for (SimOrder order : orders.openOf(account.uid(), position.listing())) {
            if (!order.terms().reduceOnly() || order.terms().positionIdx() != position.index()
                    || order.origin() == Origin.LIQUIDATION || order.origin() == Origin.ADL) {
                continue;
            }
            BigDecimal closable = position.closableBy(order.side().sign());
            boolean isStop = order.origin() != Origin.USER && order.origin() != Origin.STOP;
            if (isStop) {
                adaptStop(account, order, closable, nowMillis);
            } else if (books.of(order.listing()).resting(order.side()).contains(order)) {
                adaptReduceOnly(account, order, closable, nowMillis);
            }
        }
    }

    private void adaptStop(Account account, SimOrder order, BigDecimal closable, long nowMillis) {
        boolean isPartial = order.origin() == Origin.PARTIAL_STOP_LOSS || order.origin() == Origin.PARTIAL_TAKE_PROFIT;
        if (closable.signum() == 0) {
            cancel(account, order, nowMillis);
        } else if (order.status() == SimOrder.Status.UNTRIGGERED && order.quantity().compareTo(closable) != 0
                && !(isPartial && order.quantity().compareTo(closable) < 0)) {
            order.resized(closable, nowMillis);
            updates.order(account, order);
        }
    }

    /// Bybit shrinks a resting reduce-only order to the position and cancels it when nothing is left to reduce.
    private void adaptReduceOnly(Account account, SimOrder order, BigDecimal closable, long nowMillis) {
        if (closable.signum() == 0) {
            books.of(order.listing()).remove(order);
            settlement.close(account, order, CancelType.CANCEL_BY_REDUCE_ONLY, RejectReason.NO_ERROR, nowMillis);
        } else if (order.leaves().compareTo(closable) > 0) {
            order.resized(order.filled().add(closable), nowMillis);
            updates.order(account, order);
        }
    }
}
