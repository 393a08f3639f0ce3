package io.tradinghub.risk;

import java.math.BigDecimal;
import java.time.Duration;

/// The limits of one bot. Amounts are in quote coin.
///
/// @param maxPositionNotional worth of one instrument's position that an entry may reach
/// @param maxOrderNotional worth of one order; a larger difference is traded in parts
/// @param maxOrdersPerMinute entries sent within any 60 seconds
/// @param maxDataAge how old a price or a decision may be for an entry
/// @param maxDailyLoss fall of equity since the UTC day began that ends entries until the next day
/// @param maxDrawdown fall of equity from its highest ever, as a fraction in (0, 1], that ends entries until a person
///         raises the limit
public record RiskLimits(BigDecimal maxPositionNotional, BigDecimal maxOrderNotional, int maxOrdersPerMinute,
        Duration maxDataAge,
        BigDecimal maxDailyLoss, double maxDrawdown) {

    /// Sized for the default paper capital of 10,000: half as much again as the largest position that a bot wants of it
    /// by default.
    public static final RiskLimits DEFAULTS = new RiskLimits(new BigDecimal("7500"), new BigDecimal("7500"), 20,
            Duration.ofSeconds(15),
            new BigDecimal("300"), 0.20);

    public RiskLimits {
        requirePositive("maximum position notional", maxPositionNotional);
        requirePositive("maximum order notional", maxOrderNotional);
        requirePositive("maximum daily loss", maxDailyLoss);
        if (maxOrdersPerMinute < 1) {
            throw new IllegalArgumentException(
                    "orders per minute must be at least 1, got %d".formatted(maxOrdersPerMinute));
        }
        if (maxDataAge.isNegative() || maxDataAge.isZero()) {
            throw new IllegalArgumentException("maximum data age must be positive, got %s".formatted(maxDataAge));
        }
        if (!(maxDrawdown > 0 && maxDrawdown <= 1)) {
            throw new IllegalArgumentException(
                    "maximum drawdown must be a fraction in (0, 1], got %s".formatted(maxDrawdown));
        }
    }

    private static void requirePositive(String name, BigDecimal value) {
        if (value.signum() <= 0) {
            throw new IllegalArgumentException("%s must be positive, got %s".formatted(name, value));
        }
    }
}
