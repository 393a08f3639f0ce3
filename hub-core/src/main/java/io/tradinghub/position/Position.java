package io.tradinghub.position;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Instant;

import io.tradinghub.market.InstrumentId;
import io.tradinghub.order.Fill;
import io.tradinghub.order.LedgerEntry.LateExecution;

/// A holding at average cost. Amounts of money are in quote coin.
///
/// @param quantity signed, in base coin, and exactly the sum of [Fill#positionChange]
/// @param ownQuantity the part of `quantity` that the bot itself opened and still holds, with the same sign; the rest
///         was opened by a person or the exchange
/// @param entryPrice the average price of what is open, 0 when flat
/// @param realisedPnl before fees, since the first fill
/// @param fees what was paid since the first fill
/// @param openedAt when the position was last flat or changed sides
public record Position(InstrumentId instrument, BigDecimal quantity, BigDecimal ownQuantity, BigDecimal entryPrice,
        BigDecimal realisedPnl, BigDecimal fees, Instant openedAt) {

    public static Position flat(InstrumentId instrument) {
        return new Position(instrument, BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO,
                BigDecimal.ZERO, Instant.EPOCH);
    }

    public boolean isFlat() {
        return quantity.signum() == 0;
    }

    /// The position after one more fill. What it closes is realised against the average entry price; what it opens is
    /// averaged in.
    public Position apply(Fill fill) {
        BigDecimal change = fill.positionChange();
        BigDecimal after = quantity.add(change);
        BigDecimal own = ownAfter(fill, change, after);
        BigDecimal feesAfter = fees.add(fill.fee().quoteValue());
        if (quantity.signum() * change.signum() >= 0) {
            return new Position(instrument, after, own, averagedIn(fill.price(), change, after), realisedPnl,
                    feesAfter, isFlat() ? fill.executedAt() : openedAt);
        }
        BigDecimal closed = change.abs().min(quantity.abs()).multiply(BigDecimal.valueOf(quantity.signum()));
        BigDecimal realisedAfter = realisedPnl.add(fill.price().subtract(entryPrice).multiply(closed));
        boolean turned = after.signum() == -quantity.signum();
        BigDecimal entryAfter = after.signum() == 0 ? BigDecimal.ZERO : turned ? fill.price() : entryPrice;
        return new Position(instrument, after, own, entryAfter, realisedAfter, feesAfter,
                turned ? fill.executedAt() : openedAt);
    }

    /// The position after an execution that an adopted difference contained already: what is held stays as it is, and
    /// whose it is; what it cost changes.
    public Position apply(LateExecution late) {
        Position after = apply(late.takenBack()).apply(late.execution());
        return new Position(instrument, after.quantity, ownQuantity, after.entryPrice, after.realisedPnl, after.fees,
                openedAt);
    }

    /// The same position, all of it the bot's own: a person said so.
    public Position adopted() {
        return new Position(instrument, quantity, quantity, entryPrice, realisedPnl, fees, openedAt);
    }

    /// What closing at this price would realise, before fees.
    public BigDecimal unrealisedPnl(BigDecimal price) {
        return price.subtract(entryPrice).multiply(quantity);
    }

    private BigDecimal ownAfter(Fill fill, BigDecimal change, BigDecimal after) {
        BigDecimal own = fill.origin().isForeign() ? ownQuantity : ownQuantity.add(change);
        if (own.signum() != after.signum()) {
            return BigDecimal.ZERO;
        }
        return own.abs().min(after.abs()).multiply(BigDecimal.valueOf(after.signum()));
    }

    private BigDecimal averagedIn(BigDecimal price, BigDecimal change, BigDecimal after) {
        if (after.signum() == 0) {
            return BigDecimal.ZERO;
        }
        return quantity.multiply(entryPrice).add(change.multiply(price)).divide(after, MathContext.DECIMAL64);
    }
}
