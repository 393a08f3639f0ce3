package io.tradinghub.market;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Optional;

/// The exchange's trading rules of one instrument, and the only place where prices and quantities are rounded.
///
/// Prices and `minNotional` are in quote coin, quantities in base coin. The maxima hold per order. `fundingPeriod` is
/// present for perpetuals. Source of the rules: Bybit v5 `instruments-info` (`tickSize`; `qtyStep` or, on spot,
/// `basePrecision`; `minOrderQty`; `minNotionalValue` or `minOrderAmt`; `maxOrderQty`/`maxLimitOrderQty`;
/// `maxMktOrderQty`/`maxMarketOrderQty`).
public record Instrument(InstrumentId id, String baseCoin, String quoteCoin, BigDecimal tickSize,
        BigDecimal quantityStep,
        BigDecimal minQuantity, BigDecimal minNotional, BigDecimal maxLimitQuantity, BigDecimal maxMarketQuantity,
        Optional<Duration> fundingPeriod) {

    public Instrument {
        requirePositive(id, "tick size", tickSize);
        requirePositive(id, "quantity step", quantityStep);
        requirePositive(id, "maximum limit quantity", maxLimitQuantity);
        requirePositive(id, "maximum market quantity", maxMarketQuantity);
        if (minQuantity.signum() < 0 || minNotional.signum() < 0) {
            throw new IllegalArgumentException(
                    "%s needs minima of 0 or more, got quantity %s and notional %s".formatted(id, minQuantity,
                            minNotional));
        }
    }

    /// The nearest price on the tick grid in the direction of the mode.
    public BigDecimal roundToTick(double price, RoundingMode mode) {
        return toGrid(BigDecimal.valueOf(price), tickSize, mode);
    }

    /// The largest multiple of the quantity step not above the magnitude of `quantity`, with its sign. Never rounds
    /// away from zero.
    ///
    /// A magnitude within a millionth of a step below a multiple counts as that multiple, so that a double which has
    /// lost its last digit does not cost a whole step.
    public BigDecimal roundQuantityDown(double quantity) {
        BigDecimal steps = BigDecimal.valueOf(Math.abs(quantity)).divide(quantityStep, 6, RoundingMode.HALF_EVEN);
        BigDecimal rounded = steps.setScale(0, RoundingMode.DOWN).multiply(quantityStep);
        return quantity < 0 ? rounded.negate() : rounded;
    }

    /// The largest multiple of the quantity step not above the magnitude of `quantity`, with its sign.
    public BigDecimal roundQuantityDown(BigDecimal quantity) {
        return toGrid(quantity, quantityStep, RoundingMode.DOWN);
    }

    private static BigDecimal toGrid(BigDecimal value, BigDecimal step, RoundingMode mode) {
        return value.divide(step, 0, mode).multiply(step);
    }

    private static void requirePositive(InstrumentId id, String name, BigDecimal value) {
        if (value.signum() <= 0) {
            throw new IllegalArgumentException("%s needs a positive %s, got %s".formatted(id, name, value));
        }
    }
}
