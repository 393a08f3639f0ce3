package io.tradinghub.sim.exchange;

import java.math.BigDecimal;
import java.math.RoundingMode;

import io.tradinghub.sim.market.Listing;

/// One perpetual position of one account. Only the [Exchange] changes it.
final class Position {
    private static final int AVERAGE_DECIMALS = 8;
    private static final int FEE_DECIMALS = 12;
    private final Listing listing;
    private final int index;
    private final long createdMillis;
    private BigDecimal size = BigDecimal.ZERO;
    private BigDecimal averagePrice = BigDecimal.ZERO;
    /// What opening the present size has cost.
    private BigDecimal openFees = BigDecimal.ZERO;
    private BigDecimal realised = BigDecimal.ZERO;
    private BigDecimal realisedEver = BigDecimal.ZERO;
    private long updatedMillis;
    private long sequence;

    /// What a trade did: how much of the position it closed, and the result of that part before fees.
    record Change(BigDecimal closedSize, BigDecimal pnl) {}

    /// @param index 0 in one-way mode, 1 long, 2 short
    Position(Listing listing, int index, long nowMillis) {
        this.listing = listing;
        this.index = index;
        this.createdMillis = nowMillis;
        this.updatedMillis = nowMillis;
    }

    Listing listing() {
        return listing;
    }

    int index() {
        return index;
    }

    /// Positive is long, negative is short.
    BigDecimal size() {
        return size;
    }

    boolean isFlat() {
        return size.signum() == 0;
    }

    BigDecimal averagePrice() {
        return averagePrice;
    }

    /// The result of the position since it was last opened, after fees and funding.
    BigDecimal realised() {
        return realised;
    }

    BigDecimal realisedEver() {
        return realisedEver;
    }

    long createdMillis() {
        return createdMillis;
    }

    long updatedMillis() {
        return updatedMillis;
    }

    long sequence() {
        return sequence;
    }

    BigDecimal unrealised(BigDecimal markPrice) {
        return markPrice.subtract(averagePrice).multiply(size);
    }

    /// How much an order of this direction (+1 buys, -1 sells) can close.
    BigDecimal closableBy(int direction) {
        return size.signum() == -direction ? size.abs() : BigDecimal.ZERO;
    }

    /// Takes the fee of a trade that is about to be booked; answers what opening the part had cost that it closes.
    BigDecimal takeFee(BigDecimal signedQuantity, BigDecimal fee) {
        BigDecimal quantity = signedQuantity.abs();
        BigDecimal closed = closableBy(signedQuantity.signum()).min(quantity);
        BigDecimal ofClosed = closed.signum() == 0
                ? BigDecimal.ZERO
                : openFees.multiply(closed).divide(size.abs(), FEE_DECIMALS, RoundingMode.HALF_UP);
        BigDecimal ofOpened = fee.multiply(quantity.subtract(closed)).divide(quantity, FEE_DECIMALS,
                RoundingMode.HALF_UP);
        openFees = openFees.subtract(ofClosed).add(ofOpened);
        return ofClosed;
    }

    Change trade(BigDecimal signedQuantity, BigDecimal price, long seq, long nowMillis) {
        updatedMillis = nowMillis;
        sequence = seq;
        BigDecimal closed = closableBy(signedQuantity.signum()).min(signedQuantity.abs());
        BigDecimal pnl = price.subtract(averagePrice).multiply(closed).multiply(BigDecimal.valueOf(size.signum()));
        BigDecimal opened = signedQuantity.abs().subtract(closed);
        BigDecimal after = size.add(signedQuantity);
        if (size.signum() == 0) {
            realised = BigDecimal.ZERO;
        }
        if (after.signum() == 0) {
            averagePrice = BigDecimal.ZERO;
        } else if (closed.signum() == 0) {
            averagePrice = averagePrice.multiply(size.abs()).add(price.multiply(opened)).divide(after.abs(),
                    AVERAGE_DECIMALS, RoundingMode.HALF_UP);
        } else if (opened.signum() > 0) {
            averagePrice = price;
        }
        size = after;
        return new Change(closed, pnl);
    }

    void booked(BigDecimal result) {
        realised = realised.add(result);
        realisedEver = realisedEver.add(result);
    }
}
