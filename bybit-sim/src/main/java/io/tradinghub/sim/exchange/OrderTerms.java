package io.tradinghub.sim.exchange;

import java.math.BigDecimal;
import java.util.Optional;

import io.tradinghub.market.Category;
import io.tradinghub.order.Side;
import io.tradinghub.sim.market.Listing;

/// What a client asks for with one order, before the exchange has looked at it.
///
/// @param quantity base coin; quote coin if `unit` is [MarketUnit#QUOTE]; 0 closes a whole position
/// @param linkId the client's own id, empty if none was sent
/// @param positionIdx 0 in one-way mode, 1 for the long and 2 for the short position of hedge mode
public record OrderTerms(Listing listing, Side side, OrderType type, BigDecimal quantity, Optional<BigDecimal> price,
        TimeInForce timeInForce, String linkId, int positionIdx, boolean reduceOnly, boolean closeOnTrigger,
        MarketUnit unit, OrderFilter filter, Optional<Trigger> trigger, Protection protection, SelfMatch selfMatch) {

    public enum OrderType {
        LIMIT, MARKET
    }

    public enum TimeInForce {
        GTC, IOC, FOK, POST_ONLY
    }

    /// The coin in which a spot market order counts its quantity.
    public enum MarketUnit {
        BASE, QUOTE
    }

    /// The kinds of spot orders that Bybit lists apart; futures know only the first.
    public enum OrderFilter {
        ORDER, TPSL_ORDER, STOP_ORDER
    }

    /// What happens when an order would trade with another one of the same account.
    public enum SelfMatch {
        NONE, CANCEL_MAKER, CANCEL_TAKER, CANCEL_BOTH
    }

    boolean isSpot() {
        return listing.id().category() == Category.SPOT;
    }

    boolean closesWholePosition() {
        return !isSpot() && quantity.signum() == 0 && reduceOnly && closeOnTrigger;
    }

    /// Whether the order may only close: asked for, or because it goes against the side of its position in hedge mode.
    boolean reduces() {
        return reduceOnly || (positionIdx == 1 && side == Side.SELL) || (positionIdx == 2 && side == Side.BUY);
    }

    OrderTerms withQuantity(BigDecimal other) {
        return new OrderTerms(listing, side, type, other, price, timeInForce, linkId, positionIdx, reduceOnly,
                closeOnTrigger, unit, filter, trigger, protection, selfMatch);
    }

    OrderTerms withPrice(BigDecimal other) {
        return new OrderTerms(listing, side, type, quantity, Optional.of(other), timeInForce, linkId, positionIdx,
                reduceOnly, closeOnTrigger, unit, filter, trigger, protection, selfMatch);
    }
}
