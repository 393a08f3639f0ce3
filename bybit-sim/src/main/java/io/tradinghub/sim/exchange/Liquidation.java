package io.tradinghub.sim.exchange;

import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

import io.tradinghub.order.Side;
import io.tradinghub.sim.exchange.Execution.Kind;
import io.tradinghub.sim.exchange.OrderTerms.MarketUnit;
import io.tradinghub.sim.exchange.OrderTerms.OrderFilter;
import io.tradinghub.sim.exchange.OrderTerms.OrderType;
import io.tradinghub.sim.exchange.OrderTerms.SelfMatch;
import io.tradinghub.sim.exchange.OrderTerms.TimeInForce;
import io.tradinghub.sim.exchange.SimOrder.CancelType;
import io.tradinghub.sim.exchange.SimOrder.Origin;
import io.tradinghub.sim.exchange.SimOrder.RejectReason;

/// Takes positions away: by liquidation when an account no longer covers its maintenance margin, by auto-deleveraging
/// on demand. Both execute at the mark price.
final class Liquidation {
    private final Books books;
    private final OrderArchive orders;
    private final Margin margin;
    private final Settlement settlement;
    private final Matching matching;
    private final Updates updates;
    private final Ids ids;

    Liquidation(Books books, OrderArchive orders, Margin margin, Settlement settlement, Matching matching,
            Updates updates, Ids ids) {
        this.books = books;
        this.orders = orders;
        this.margin = margin;
        this.settlement = settlement;
        this.matching = matching;
        this.updates = updates;
        this.ids = ids;
    }

    /// Liquidates the largest position while the account is short of maintenance margin.
    void check(Account account, long nowMillis) {
        while (isDue(account, nowMillis)) {
            Optional<Position> largest = account.openPositions().stream()
                    .max(Comparator.comparing(position -> position.size().abs().multiply(position.averagePrice())));
            if (largest.isEmpty()) {
                return;
            }
            liquidate(account, largest.get(), nowMillis);
        }
    }

    private boolean isDue(Account account, long nowMillis) {
        WalletState wallet = margin.wallet(account, nowMillis);
        return wallet.maintenanceMargin().signum() > 0
                && wallet.maintenanceMargin().compareTo(wallet.marginBalance()) >= 0;
    }

    /// Cancels the account's futures orders, then closes the position.
    void liquidate(Account account, Position position, long nowMillis) {
        for (SimOrder order : List.copyOf(orders.openOf(account.uid()))) {
            if (!order.terms().isSpot()) {
                books.of(order.listing()).remove(order);
                settlement.close(account, order, CancelType.CANCEL_ALL_BEFORE_LIQ, RejectReason.NO_ERROR, nowMillis);
            }
        }
        updates.endStep(nowMillis);
        force(account, position, position.size().abs(), Origin.LIQUIDATION, Kind.BUST_TRADE, nowMillis);
    }

    /// Takes this part of a position over from the account.
    void deleverage(Account account, Position position, BigDecimal quantity, long nowMillis) {
        force(account, position, quantity.min(position.size().abs()), Origin.ADL, Kind.ADL_TRADE, nowMillis);
    }

    private void force(Account account, Position position, BigDecimal quantity, Origin origin, Kind kind,
            long nowMillis) {
        Side side = position.size().signum() > 0 ? Side.SELL : Side.BUY;
        BigDecimal mark = margin.mark(position, nowMillis);
        OrderTerms terms = new OrderTerms(position.listing(), side, OrderType.MARKET, quantity, Optional.of(mark),
                TimeInForce.IOC, "", position.index(), true, true, MarketUnit.BASE, OrderFilter.ORDER, Optional.empty(),
                Protection.NONE, SelfMatch.NONE);
        SimOrder order = new SimOrder(terms, ids.nextOrder(position.listing().id().category()), account.uid(), origin,
                mark, nowMillis);
        orders.open(order);
        matching.force(order, mark, kind, nowMillis);
        updates.endStep(nowMillis);
    }
}
