package io.tradinghub.market;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// The exchange's trading rules of one instrument, and the only place where prices and quantities are rounded.
///
/// Prices and `minNotional` are in quote coin, quantities in base coin. The maxima hold per order. Source of the rules:
/// Bybit v5 `instruments-info` (`tickSize`; `qtyStep` or, on spot, `basePrecision`; `minOrderQty`; `minNotionalValue`
/// or `minOrderAmt`; `maxOrderQty`/`maxLimitOrderQty`; `maxMktOrderQty`/`maxMarketOrderQty`; `status`, `settleCoin`,
/// `deliveryTime`).
///
/// @param fundingPeriod present for perpetuals
/// @param settleCoin the coin that profit is paid in
/// @param deliveryTime when a contract with an end is delivered
public record Instrument(InstrumentId id, String baseCoin, String quoteCoin, BigDecimal tickSize,
        BigDecimal quantityStep, BigDecimal minQuantity, BigDecimal minNotional, BigDecimal maxLimitQuantity,
        BigDecimal maxMarketQuantity, Optional<Duration> fundingPeriod, Status status, String settleCoin,
        Optional<Instant> deliveryTime) {
    private static final BigDecimal MAX_COUNT = BigDecimal.valueOf(Long.MAX_VALUE / 4);
    private static final BigDecimal MIN_COUNT = MAX_COUNT.negate();
    /// Up to this many steps a count by doubles errs by less than a millionth of a step.
    private static final double SURE_COUNT = 1e9;
    /// So far from the next whole or half step such an error does not matter.
    private static final double SURE_DISTANCE = 1e-5;

    /// An instrument that trades without end and pays in its quote coin.
    public Instrument(InstrumentId id, String baseCoin, String quoteCoin, BigDecimal tickSize, BigDecimal quantityStep,
            BigDecimal minQuantity, BigDecimal minNotional, BigDecimal maxLimitQuantity, BigDecimal maxMarketQuantity,
            Optional<Duration> fundingPeriod) {
        this(id, baseCoin, quoteCoin, tickSize, quantityStep, minQuantity, minNotional, maxLimitQuantity,
                maxMarketQuantity, fundingPeriod, Status.TRADING, quoteCoin, Optional.empty());
    }

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

    /// Whether entries make sense now; what is held may be closed in any state that the exchange allows it in.
    public boolean isTrading() {
        return status == Status.TRADING;
    }

    /// Whether the exchange trades the instrument.
    public enum Status {
        TRADING,
        /// Not listed yet, being delivered, or closed.
        NOT_TRADING
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
        return quantityOf(lots(quantity));
    }

    /// The largest multiple of the quantity step not above the magnitude of `quantity`, with its sign.
    public BigDecimal roundQuantityDown(BigDecimal quantity) {
        return toGrid(quantity, quantityStep, RoundingMode.DOWN);
    }

    /// The whole lots (quantity steps) in `quantity`, with its sign: [#roundQuantityDown(double)] as a count.
    public long lots(double quantity) {
        double steps = Math.abs(quantity) / quantityStep.doubleValue();
        long lots = isSure(steps)
                ? (long) steps
                : saturated(BigDecimal.valueOf(Math.abs(quantity)).divide(quantityStep, 6, RoundingMode.HALF_EVEN)
                        .setScale(0, RoundingMode.DOWN));
        return quantity < 0 ? -lots : lots;
    }

    /// The whole lots (quantity steps) in `quantity`, with its sign.
    public long lots(BigDecimal quantity) {
        return saturated(quantity.divideToIntegralValue(quantityStep));
    }

    public BigDecimal quantityOf(long lots) {
        return quantityStep.multiply(BigDecimal.valueOf(lots));
    }

    /// The nearest price on the tick grid in the direction of the mode, as a count of ticks.
    public long ticks(double price, RoundingMode mode) {
        double ticks = price / tickSize.doubleValue();
        long below = (long) ticks;
        double fraction = ticks - below;
        boolean isSure = isSure(ticks) && Math.abs(fraction - 0.5) > SURE_DISTANCE;
        return switch (mode) {
            case UP, CEILING -> isSure ? below + 1 : divided(price, mode);
            case DOWN, FLOOR -> isSure ? below : divided(price, mode);
            case HALF_UP, HALF_DOWN, HALF_EVEN -> isSure ? Math.round(ticks) : divided(price, mode);
            case UNNECESSARY -> divided(price, mode);
        };
    }

    private long divided(double price, RoundingMode mode) {
        return saturated(BigDecimal.valueOf(price).divide(tickSize, 0, mode));
    }

    /// Whether a count of steps by doubles lies so far from the whole numbers beside it that decimals, which take much
    /// longer, would tell the same. Back-tests count with every candle.
    private static boolean isSure(double count) {
        double fraction = count - Math.floor(count);
        return count >= 0 && count < SURE_COUNT && fraction > SURE_DISTANCE && fraction < 1 - SURE_DISTANCE;
    }

    public BigDecimal priceOf(long ticks) {
        return tickSize.multiply(BigDecimal.valueOf(ticks));
    }

    /// What no order can be as large as stays what no order can be as large as.
    private static long saturated(BigDecimal count) {
        return count.max(MIN_COUNT).min(MAX_COUNT).longValueExact();
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
