package io.tradinghub.local.statement;

import java.math.BigDecimal;

import io.tradinghub.market.InstrumentId;
import io.tradinghub.order.Side;

/// One execution, in a form in which exchange and ledger can be compared by [#equals]. Amounts without trailing zeros.
///
/// @param order the bot's id of its order, or the kind of execution where no order of the bot made it
public record Booking(InstrumentId instrument, Side side, BigDecimal quantity, BigDecimal price, BigDecimal fee,
        String feeCoin, String order) {

    public Booking {
        quantity = quantity.stripTrailingZeros();
        price = price.stripTrailingZeros();
        fee = fee.stripTrailingZeros();
    }

    /// What it does to the position; a fee in base coin comes out of it.
    public BigDecimal change() {
        BigDecimal signed = quantity.multiply(BigDecimal.valueOf(side.sign()));
        return instrument.symbol().name().startsWith(feeCoin) ? signed.subtract(fee) : signed;
    }
}
