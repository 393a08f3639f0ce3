package io.tradinghub.strategy;

import io.tradinghub.settings.Setting;
import io.tradinghub.settings.SettingsReader;

/// How large a position is: so that a stop costs `riskPerTrade` of the equity, but never more than `maxLeverage` times the equity over all
/// instruments of the bot, each of which has the same share of it.
public record TradeSize(double riskPerTrade, double maxLeverage) {
    public static final TradeSize DEFAULTS = new TradeSize(0.005, 1.5);

    public TradeSize {
        if (!(riskPerTrade >= 0.0001 && riskPerTrade <= 0.05)) {
            throw new IllegalArgumentException("SIZE_RISK_PER_TRADE must be from 0.0001 to 0.05, got %s".formatted(riskPerTrade));
        }
        if (!(maxLeverage >= 0.05 && maxLeverage <= 10)) {
            throw new IllegalArgumentException("SIZE_MAX_LEVERAGE must be from 0.05 to 10, got %s".formatted(maxLeverage));
        }
    }

    /// Declares `SIZE_RISK_PER_TRADE` and `SIZE_MAX_LEVERAGE`.
    public static Setting<TradeSize> declare(SettingsReader in) {
        Setting<Double> risk = in
                .number("SIZE_RISK_PER_TRADE", "The share of the equity that a stopped trade may cost, before fees.",
                        0.0001, 0.05)
                .orElse(DEFAULTS.riskPerTrade);
        Setting<Double> leverage = in.number("SIZE_MAX_LEVERAGE",
                "The value of all positions together, as a multiple of the equity.", 0.05, 10).orElse(DEFAULTS.maxLeverage);
        return in.combine(() -> new TradeSize(risk.get(), leverage.get()));
    }

    /// The magnitude of the position in base coin; 0 when there is nothing to risk or no stop distance to measure it by.
    public double quantity(double equity, double price, double stopDistance, int instruments) {
        if (!(equity > 0 && stopDistance > 0)) {
            return 0;
        }
        return Math.min(equity * riskPerTrade / stopDistance, equity * maxLeverage / instruments / price);
    }
}
