package io.tradinghub.order;

import java.math.BigDecimal;
import java.time.Instant;

import io.tradinghub.market.InstrumentId;

/// One execution: the truth about positions. Quantity in base coin and positive, price in quote coin.
public record Fill(ExecutionId executionId, ClientOrderId orderId, InstrumentId instrument, Side side,
        BigDecimal quantity,
        BigDecimal price, Fee fee, Liquidity liquidity, Instant executedAt) implements LedgerEntry {

    public Fill {
        if (quantity.signum() <= 0 || price.signum() <= 0) {
            throw new IllegalArgumentException(
                    "fill %s needs a positive quantity and price, got %s at %s".formatted(executionId, quantity,
                            price));
        }
    }

    /// What the fill does to the position: signed quantity, less a fee paid in the base coin.
    public BigDecimal positionChange() {
        BigDecimal signed = side == Side.BUY ? quantity : quantity.negate();
        return fee.asset() == Fee.Asset.BASE ? signed.subtract(fee.amount()) : signed;
    }

    /// The fee valued in quote coin at the fill's price; 0 for a third coin.
    public BigDecimal quoteFee() {
        return switch (fee.asset()) {
            case BASE -> fee.amount().multiply(price);
            case QUOTE -> fee.amount();
            case OTHER -> BigDecimal.ZERO;
        };
    }

    /// Whether the fill rested in the book or took from it.
    public enum Liquidity {
        MAKER, TAKER
    }
}
