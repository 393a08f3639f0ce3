package io.tradinghub.strategy;

import java.math.BigDecimal;

/// How large a position is: so that a stop costs `riskPerTrade` of the equity, but never more than `maxLeverage` times
/// the equity over all instruments of the bot, each of which has the same share of it.
public record TradeSize(double riskPerTrade, double maxLeverage) {
    public static final double MIN_RISK_PER_TRADE = 0.0001;
    public static final double MAX_RISK_PER_TRADE = 0.05;
    public static final double MIN_MAX_LEVERAGE = 0.05;
    public static final double MAX_MAX_LEVERAGE = 10;
    public static final TradeSize DEFAULTS = new TradeSize(0.005, 1.5);

    public TradeSize {
        requireRange("SIZE_RISK_PER_TRADE", riskPerTrade, MIN_RISK_PER_TRADE, MAX_RISK_PER_TRADE);
        requireRange("SIZE_MAX_LEVERAGE", maxLeverage, MIN_MAX_LEVERAGE, MAX_MAX_LEVERAGE);
    }

    private static void requireRange(String name, double value, double min, double max) {
        if (!(value >= min && value <= max)) {
            throw new IllegalArgumentException(
                    "%s must be from %s to %s, got %s".formatted(name, plain(min), plain(max), value));
        }
    }

    private static String plain(double number) {
        return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
    }

    /// The magnitude of the position in base coin; 0 when there is nothing to risk or no stop distance to measure it
    /// by.
    public double quantity(double equity, double price, double stopDistance, int instruments) {
        if (!(equity > 0 && stopDistance > 0)) {
            return 0;
        }
        return Math.min(equity * riskPerTrade / stopDistance, equity * maxLeverage / instruments / price);
    }
}
