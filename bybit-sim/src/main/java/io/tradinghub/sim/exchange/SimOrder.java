package io.tradinghub.sim.exchange;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Optional;

import io.tradinghub.order.Side;
import io.tradinghub.sim.exchange.OrderTerms.MarketUnit;
import io.tradinghub.sim.exchange.OrderTerms.OrderType;
import io.tradinghub.sim.market.Listing;

/// One order of one account. Only the [Exchange] changes it; what it hands out is a copy that no longer changes.
public final class SimOrder {
    private final OrderTerms terms;
    private final String id;
    private final String linkId;
    private final long uid;
    private final Origin origin;
    private final long createdMillis;
    private final BigDecimal lastPriceOnCreated;
    private BigDecimal price;
    private BigDecimal quantity;
    private Optional<Trigger> trigger;
    private Protection protection;
    private Status status = Status.NEW;
    private CancelType cancelType = CancelType.UNKNOWN;
    private RejectReason rejectReason = RejectReason.NO_ERROR;
    private BigDecimal filled = BigDecimal.ZERO;
    private BigDecimal filledValue = BigDecimal.ZERO;
    private BigDecimal fee = BigDecimal.ZERO;
    private BigDecimal closedPnl = BigDecimal.ZERO;
    private long updatedMillis;

    public enum Status {
        NEW, PARTIALLY_FILLED, UNTRIGGERED, TRIGGERED, FILLED, CANCELLED, PARTIALLY_FILLED_CANCELED, DEACTIVATED;

        public boolean isOpen() {
            return switch (this) {
                case NEW, PARTIALLY_FILLED, UNTRIGGERED, TRIGGERED -> true;
                case FILLED, CANCELLED, PARTIALLY_FILLED_CANCELED, DEACTIVATED -> false;
            };
        }
    }

    /// Who or what cancelled an order.
    public enum CancelType {
        /// Nobody did, or the order ended by its own terms.
        UNKNOWN,
        /// Its owner.
        CANCEL_BY_USER,
        /// There was no position left to reduce.
        CANCEL_BY_REDUCE_ONLY,
        /// The account was liquidated.
        CANCEL_ALL_BEFORE_LIQ,
        /// The stop was replaced, or its position is gone.
        CANCEL_BY_TP_SL_TS_CLEAR,
        /// It would have traded with another order of its account.
        CANCEL_BY_SMP,
        /// Disconnect protection.
        CANCEL_BY_D_C_P
    }

    /// Why an order ended without being filled.
    public enum RejectReason {
        /// It did not, or `cancelType` says why.
        NO_ERROR,
        /// Its owner asked for it.
        PER_CANCEL_REQUEST,
        /// A post-only order would have traded at once.
        POST_ONLY_WILL_TAKE_LIQUIDITY,
        /// An IOC order found nothing, or a FOK order not enough.
        NO_IMMEDIATE_QTY_TO_FILL,
        /// The rest of an order that must not rest.
        CANCEL_FOR_NO_FULL_FILL,
        /// A market order found nothing within its price band.
        REACH_MARKET_PRICE_LIMIT,
        /// It would have traded with another order of its account.
        BY_SELF_MATCH,
        /// A conditional order fired without the margin for it.
        NO_ENOUGH_QTY_TO_FILL
    }

    /// Who made the order: the stop types are those of orders that rest until a price is reached.
    public enum Origin {
        USER, STOP, TAKE_PROFIT, STOP_LOSS, PARTIAL_TAKE_PROFIT, PARTIAL_STOP_LOSS, TRAILING_STOP, LIQUIDATION, ADL
    }

    SimOrder(OrderTerms terms, Ids.OrderId ids, long uid, Origin origin, BigDecimal lastPrice, long nowMillis) {
        this.terms = terms;
        this.id = ids.id();
        this.linkId = terms.linkId().isEmpty() ? ids.defaultLinkId() : terms.linkId();
        this.uid = uid;
        this.origin = origin;
        this.createdMillis = nowMillis;
        this.updatedMillis = nowMillis;
        this.lastPriceOnCreated = lastPrice;
        this.price = terms.price().orElse(BigDecimal.ZERO);
        this.quantity = terms.quantity();
        this.trigger = terms.trigger();
        this.protection = terms.protection();
        if (trigger.isPresent()) {
            status = Status.UNTRIGGERED;
        }
    }

    SimOrder copy() {
        SimOrder copy = new SimOrder(terms, new Ids.OrderId(id, linkId), uid, origin, lastPriceOnCreated,
                createdMillis);
        copy.price = price;
        copy.quantity = quantity;
        copy.trigger = trigger;
        copy.protection = protection;
        copy.status = status;
        copy.cancelType = cancelType;
        copy.rejectReason = rejectReason;
        copy.filled = filled;
        copy.filledValue = filledValue;
        copy.fee = fee;
        copy.closedPnl = closedPnl;
        copy.updatedMillis = updatedMillis;
        return copy;
    }

    public OrderTerms terms() {
        return terms;
    }

    public Listing listing() {
        return terms.listing();
    }

    public Side side() {
        return terms.side();
    }

    public String id() {
        return id;
    }

    /// The client's id. Bybit gives a spot order without one an id of its own; a futures order keeps none.
    public String linkId() {
        return linkId;
    }

    public long uid() {
        return uid;
    }

    public Origin origin() {
        return origin;
    }

    public long createdMillis() {
        return createdMillis;
    }

    public long updatedMillis() {
        return updatedMillis;
    }

    public BigDecimal lastPriceOnCreated() {
        return lastPriceOnCreated;
    }

    /// The limit; of a futures market order, the price up to which it fills; 0 for a spot market order.
    public BigDecimal price() {
        return price;
    }

    /// In base coin; in quote coin for a market order by value.
    public BigDecimal quantity() {
        return quantity;
    }

    public Optional<Trigger> trigger() {
        return trigger;
    }

    public Protection protection() {
        return protection;
    }

    public Status status() {
        return status;
    }

    public CancelType cancelType() {
        return cancelType;
    }

    public RejectReason rejectReason() {
        return rejectReason;
    }

    public BigDecimal filled() {
        return filled;
    }

    public BigDecimal filledValue() {
        return filledValue;
    }

    /// In quote coin, or base coin for a spot buy; negative for a rebate.
    public BigDecimal fee() {
        return fee;
    }

    public BigDecimal closedPnl() {
        return closedPnl;
    }

    public boolean isByValue() {
        return terms.unit() == MarketUnit.QUOTE && terms.type() == OrderType.MARKET;
    }

    /// The mean price of the fills; empty while there is none.
    public Optional<BigDecimal> averagePrice() {
        return filled.signum() == 0
                ? Optional.empty()
                : Optional.of(filledValue.divide(filled, MathContext.DECIMAL64).setScale(
                        listing().tickSize().scale() + 6, RoundingMode.HALF_UP).stripTrailingZeros());
    }

    /// What may still be filled: base coin, or quote coin for an order by value; 0 once the order is closed.
    public BigDecimal leaves() {
        if (!status.isOpen()) {
            return BigDecimal.ZERO;
        }
        return quantity.subtract(isByValue() ? filledValue : filled);
    }

    void changed(BigDecimal newPrice, BigDecimal newQuantity, Optional<Trigger> newTrigger, Protection newProtection,
            long nowMillis) {
        price = newPrice;
        quantity = newQuantity;
        trigger = newTrigger;
        protection = newProtection;
        updatedMillis = nowMillis;
    }

    void filled(BigDecimal fillQuantity, BigDecimal fillPrice, BigDecimal fillFee, BigDecimal pnl, long nowMillis) {
        filled = filled.add(fillQuantity);
        filledValue = filledValue.add(fillQuantity.multiply(fillPrice));
        fee = fee.add(fillFee);
        closedPnl = closedPnl.add(pnl);
        status = leaves().signum() > 0 ? Status.PARTIALLY_FILLED : Status.FILLED;
        updatedMillis = nowMillis;
    }

    /// Gives an order by market or trigger the price that it is sent with.
    void priced(BigDecimal sentPrice) {
        price = sentPrice;
    }

    void resized(BigDecimal newQuantity, long nowMillis) {
        quantity = newQuantity;
        updatedMillis = nowMillis;
        if (filled.signum() > 0 && leaves().signum() <= 0) {
            status = Status.FILLED;
        }
    }

    void triggered(long nowMillis) {
        status = Status.TRIGGERED;
        updatedMillis = nowMillis;
    }

    void rests(long nowMillis) {
        status = filled.signum() > 0 ? Status.PARTIALLY_FILLED : Status.NEW;
        updatedMillis = nowMillis;
    }

    void closed(CancelType type, RejectReason reason, long nowMillis) {
        cancelType = type;
        rejectReason = reason;
        updatedMillis = nowMillis;
        if (filled.signum() > 0) {
            status = terms.isSpot() ? Status.PARTIALLY_FILLED_CANCELED : Status.CANCELLED;
        } else {
            status = status == Status.UNTRIGGERED && terms.isSpot() ? Status.DEACTIVATED : Status.CANCELLED;
        }
    }

    @Override
    public String toString() {
        return "%s %s %s %s of %s at %s, %s".formatted(id, terms.side(), quantity, status, terms.listing().id(), price,
                rejectReason);
    }
}
