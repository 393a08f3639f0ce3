package io.tradinghub.sim.exchange;

import java.math.BigDecimal;

import io.tradinghub.market.Category;
import io.tradinghub.order.Side;
import io.tradinghub.sim.exchange.Execution.Kind;
import io.tradinghub.sim.exchange.OrderTerms.OrderType;
import io.tradinghub.sim.exchange.SimOrder.CancelType;
import io.tradinghub.sim.exchange.SimOrder.RejectReason;
import io.tradinghub.sim.market.Listing;

/// Books fills and funding into orders, positions and balances.
final class Settlement {
    private final Margin margin;
    private final OrderArchive orders;
    private final Statements statements;
    private final Updates updates;
    private final Ids ids;

    /// @param fee in `coin`; positive is a cost
    /// @param openFee what opening the part had cost that was closed
    /// @param size of the position afterwards
    private record Booked(BigDecimal fee, BigDecimal rate, String coin, Position.Change change, BigDecimal openFee,
            BigDecimal size) {}

    Settlement(Margin margin, OrderArchive orders, Statements statements, Updates updates, Ids ids) {
        this.margin = margin;
        this.orders = orders;
        this.statements = statements;
        this.updates = updates;
        this.ids = ids;
    }

    enum Liquidity {
        MAKER, TAKER
    }

    /// Fills an order. The caller reports the order itself.
    void fill(Account account, SimOrder order, BigDecimal price, BigDecimal quantity, Liquidity role, Kind kind,
            long nowMillis) {
        Category category = order.listing().id().category();
        BigDecimal rate = role == Liquidity.MAKER
                ? account.fees().maker(category)
                : account.fees().taker(category);
        Booked booked = order.terms().isSpot()
                ? spot(account, order, price, quantity, rate)
                : linear(account, order, price, quantity, rate, nowMillis);
        order.filled(quantity, price, booked.fee, booked.change.pnl(), nowMillis);
        BigDecimal mark = order.terms().isSpot()
                ? BigDecimal.ZERO
                : margin.mark(account.position(order.listing(), order.terms().positionIdx(), nowMillis), nowMillis);
        Execution execution = new Execution(account.uid(), order.listing(), ids.nextExecution(category), kind,
                order.id(), order.linkId(), order.terms().type() == OrderType.MARKET ? "Market" : "Limit",
                order.origin(), order.side(), order.price(), order.isByValue() ? BigDecimal.ZERO : order.quantity(),
                price, quantity, order.isByValue() ? BigDecimal.ZERO : order.leaves(), booked.fee, booked.rate,
                booked.coin, booked.change.closedSize(), booked.openFee, booked.change.pnl(), mark,
                role == Liquidity.MAKER,
                updates.sequence(), nowMillis);
        orders.add(execution);
        statements.add(account, execution, booked.size);
        updates.execution(account, execution);
    }

    /// A buyer pays the fee in base coin, a seller in quote coin.
    private static Booked spot(Account account, SimOrder order, BigDecimal price, BigDecimal quantity,
            BigDecimal rate) {
        Listing listing = order.listing();
        BigDecimal value = price.multiply(quantity);
        Position.Change none = new Position.Change(BigDecimal.ZERO, BigDecimal.ZERO);
        return switch (order.side()) {
            case BUY -> {
                BigDecimal fee = quantity.multiply(rate);
                account.add(listing.quoteCoin(), value.negate());
                account.add(listing.baseCoin(), quantity.subtract(fee));
                yield new Booked(fee, rate, listing.baseCoin(), none, BigDecimal.ZERO, BigDecimal.ZERO);
            }
            case SELL -> {
                BigDecimal fee = value.multiply(rate);
                account.add(listing.baseCoin(), quantity.negate());
                account.add(listing.quoteCoin(), value.subtract(fee));
                yield new Booked(fee, rate, listing.quoteCoin(), none, BigDecimal.ZERO, BigDecimal.ZERO);
            }
        };
    }

    private Booked linear(Account account, SimOrder order, BigDecimal price, BigDecimal quantity, BigDecimal rate,
            long nowMillis) {
        BigDecimal fee = price.multiply(quantity).multiply(rate);
        Position position = account.position(order.listing(), order.terms().positionIdx(), nowMillis);
        BigDecimal signed = quantity.multiply(BigDecimal.valueOf(order.side().sign()));
        BigDecimal openFee = position.takeFee(signed, fee);
        Position.Change change = position.trade(signed, price, updates.sequence(), nowMillis);
        String coin = order.listing().quoteCoin();
        account.book(position, coin, change.pnl().subtract(fee));
        updates.position(account, position);
        return new Booked(fee, rate, coin, change, openFee, position.size());
    }

    /// Settles funding: with a positive rate longs pay and shorts receive.
    void fund(Account account, Position position, BigDecimal rate, long settledMillis, long nowMillis) {
        BigDecimal mark = margin.mark(position, settledMillis);
        BigDecimal paid = position.size().multiply(mark).multiply(rate);
        String coin = position.listing().quoteCoin();
        account.book(position, coin, paid.negate());
        Side side = position.size().signum() > 0 ? Side.BUY : Side.SELL;
        String symbol = position.listing().id().symbol().name();
        String orderId = "%d-%s-%d-%s".formatted(settledMillis / 1_000, symbol, account.uid(),
                side == Side.BUY ? "Buy" : "Sell");
        Execution execution = new Execution(account.uid(), position.listing(), ids.nextExecution(Category.LINEAR),
                Kind.FUNDING, orderId, "", "UNKNOWN", SimOrder.Origin.USER, side, BigDecimal.ZERO, BigDecimal.ZERO,
                mark, position.size().abs(), BigDecimal.ZERO, paid, rate, coin, BigDecimal.ZERO, BigDecimal.ZERO,
                BigDecimal.ZERO, mark, false, updates.sequence(), settledMillis);
        orders.add(execution);
        statements.add(account, execution, position.size());
        updates.execution(account, execution);
        updates.position(account, position);
        updates.endStep(nowMillis);
    }

    /// Ends an order without a further fill.
    void close(Account account, SimOrder order, CancelType type, RejectReason reason, long nowMillis) {
        order.closed(type, reason, nowMillis);
        orders.closed(order);
        updates.order(account, order);
    }

    /// Reports an order after a fill and files it if it is complete.
    void reported(Account account, SimOrder order) {
        if (!order.status().isOpen()) {
            orders.closed(order);
        }
        updates.order(account, order);
    }
}
