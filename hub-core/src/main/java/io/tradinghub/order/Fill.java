package io.tradinghub.order;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;

import io.tradinghub.market.InstrumentId;

/// One execution: the truth about positions. Quantity in base coin and positive, price in quote coin.
///
/// @param orderId the bot's order that traded; empty where no order of a bot explains the execution
/// @param sequence the exchange's own order of executions, 0 where it gives none
public record Fill(ExecutionId executionId, Optional<ClientOrderId> orderId, Origin origin, InstrumentId instrument,
        Side side, BigDecimal quantity, BigDecimal price, Fee fee, Liquidity liquidity, long sequence,
        Instant executedAt) implements LedgerEntry {

    public Fill {
        if (quantity.signum() <= 0 || price.signum() <= 0) {
            throw new IllegalArgumentException("fill %s needs a positive quantity and price, got %s at %s"
                    .formatted(executionId, quantity, price));
        }
        if (origin == Origin.ORDER && orderId.isEmpty()) {
            throw new IllegalArgumentException("fill %s comes from an order and must name it".formatted(executionId));
        }
    }

    /// An execution of a bot's order.
    public static Fill ofOrder(ExecutionId executionId, OrderRequest request, BigDecimal quantity, BigDecimal price,
            Fee fee, Liquidity liquidity, Instant executedAt) {
        return new Fill(executionId, Optional.of(request.id()), Origin.ORDER, request.instrument(), request.side(),
                quantity, price, fee, liquidity, 0, executedAt);
    }

    /// What the fill does to the position: signed quantity, less a fee paid in the base coin.
    public BigDecimal positionChange() {
        BigDecimal signed = side == Side.BUY ? quantity : quantity.negate();
        return fee.asset() == Fee.Asset.BASE ? signed.subtract(fee.amount()) : signed;
    }

    /// Whether the fill rested in the book or took from it.
    public enum Liquidity {
        MAKER, TAKER
    }
}
