package io.tradinghub.exchange.bybit.account;

import java.math.BigDecimal;
import java.util.Optional;

import io.tradinghub.exchange.Protection;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.order.Side;

/// A position as `position/list` and the `position` topic tell it.
///
/// @param quantity signed, in base coin
/// @param liquidation the price at which Bybit would liquidate it; empty when there is none
/// @param sequence orders the rows of one instrument
record PositionRow(InstrumentId instrument, BigDecimal quantity, Protection protection,
        Optional<BigDecimal> liquidation, long sequence) {

    /// A flat position has no side, and keeps no stop.
    ///
    /// @throws IllegalArgumentException when it cannot be read
    static PositionRow read(InstrumentId instrument, Row row) {
        BigDecimal size = row.requiredNumber("size");
        long sequence = row.json().path("seq").asLong();
        if (size.signum() == 0) {
            return new PositionRow(instrument, size, Protection.none(), Optional.empty(), sequence);
        }
        return new PositionRow(instrument, row.side() == Side.BUY ? size : size.negate(),
                new Protection(row.price("stopLoss")), row.price("liqPrice"), sequence);
    }

    /// The two sides of hedge mode add up; a stop, a liquidation, would be that of one side only.
    PositionRow plus(PositionRow other) {
        return new PositionRow(instrument, quantity.add(other.quantity), Protection.none(), Optional.empty(),
                Math.max(sequence, other.sequence));
    }

    PositionRow flat() {
        return new PositionRow(instrument, BigDecimal.ZERO, Protection.none(), Optional.empty(), sequence);
    }

    PositionRow with(Protection other) {
        return new PositionRow(instrument, quantity, other, liquidation, sequence);
    }
}
