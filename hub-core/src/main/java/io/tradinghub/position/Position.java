package io.tradinghub.position;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Instant;

import io.tradinghub.market.InstrumentId;
import io.tradinghub.order.Fill;

/// A holding at average cost.
///
/// `quantity` is signed, in base coin, and exactly the sum of [Fill#positionChange]. `entryPrice` is the average price
/// of what is open, 0 when flat. `realisedPnl` is before fees, `fees` what was paid, both in quote coin since the first
/// fill. `openedAt` is when the position was last flat or changed sides.
public record Position(InstrumentId instrument, BigDecimal quantity, BigDecimal entryPrice, BigDecimal realisedPnl,
        BigDecimal fees,
        Instant openedAt) {

    public static Position flat(InstrumentId instrument) {
        return new Position(instrument, BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO,
                Instant.EPOCH);
    }

    public boolean isFlat() {
        return quantity.signum() == 0;
    }

    /// The position after one more fill. What it closes is realised against the average entry price; what it opens is
    /// averaged in.
    public Position apply(Fill fill) {
        BigDecimal change = fill.positionChange();
        BigDecimal after = quantity.add(change);
        BigDecimal feesAfter = fees.add(fill.quoteFee());
        if (quantity.signum() * change.signum() >= 0) {
            return new Position(instrument, after, averagedIn(fill.price(), change, after), realisedPnl, feesAfter,
                    isFlat() ? fill.executedAt() : openedAt);
        }
        BigDecimal closed = change.abs().min(quantity.abs());
        BigDecimal gain = fill.price().subtract(entryPrice).multiply(closed);
        BigDecimal realisedAfter = realisedPnl.add(quantity.signum() > 0 ? gain : gain.negate());
        boolean turned = after.signum() == -quantity.signum();
        BigDecimal entryAfter = after.signum() == 0 ? BigDecimal.ZERO : turned ? fill.price() : entryPrice;
        return new Position(instrument, after, entryAfter, realisedAfter, feesAfter,
                turned ? fill.executedAt() : openedAt);
    }

    /// What closing at this price would realise, in quote coin, before fees.
    public BigDecimal unrealisedPnl(BigDecimal price) {
        return price.subtract(entryPrice).multiply(quantity);
    }

    private BigDecimal averagedIn(BigDecimal price, BigDecimal change, BigDecimal after) {
        if (after.signum() == 0) {
            return BigDecimal.ZERO;
        }
        return quantity.multiply(entryPrice).add(change.multiply(price)).divide(after, MathContext.DECIMAL64);
    }
}
