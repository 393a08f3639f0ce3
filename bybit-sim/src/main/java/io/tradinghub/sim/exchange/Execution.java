package io.tradinghub.sim.exchange;

import java.math.BigDecimal;

import io.tradinghub.order.Side;
import io.tradinghub.sim.exchange.SimOrder.Origin;
import io.tradinghub.sim.market.Listing;

/// One execution: a fill of an order, or a payment that Bybit tells in the same form.
///
/// @param fee positive is a cost; of a [Kind#FUNDING], positive was paid
/// @param closedSize the part that reduced a position
/// @param openFee what opening that part had cost
/// @param orderKind `Limit`, `Market` or, without an order, `UNKNOWN`
/// @param sequence equal for the fills of one match
public record Execution(long uid, Listing listing, String id, Kind kind, String orderId, String linkId,
        String orderKind, Origin origin, Side side, BigDecimal orderPrice, BigDecimal orderQuantity, BigDecimal price,
        BigDecimal quantity, BigDecimal leaves, BigDecimal fee, BigDecimal feeRate, String feeCoin,
        BigDecimal closedSize, BigDecimal openFee, BigDecimal pnl, BigDecimal markPrice, boolean isMaker, long sequence,
        long millis) {

    public enum Kind {
        TRADE, FUNDING, BUST_TRADE, ADL_TRADE
    }

    public BigDecimal value() {
        return price.multiply(quantity);
    }
}
