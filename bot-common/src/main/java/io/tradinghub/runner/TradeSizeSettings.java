package io.tradinghub.runner;

import io.tradinghub.settings.Setting;
import io.tradinghub.settings.SettingsReader;
import io.tradinghub.strategy.TradeSize;

/// Reads how large a position may be, for every bot that sizes by its stop.
public final class TradeSizeSettings {
    private TradeSizeSettings() {}

    /// Declares `SIZE_RISK_PER_TRADE` and `SIZE_MAX_LEVERAGE`.
    public static Setting<TradeSize> declare(SettingsReader in) {
        Setting<Double> risk = in
                .number("SIZE_RISK_PER_TRADE", "The share of the equity that a stopped trade may cost, before fees.",
                        TradeSize.MIN_RISK_PER_TRADE, TradeSize.MAX_RISK_PER_TRADE)
                .orElse(TradeSize.DEFAULTS.riskPerTrade());
        Setting<Double> leverage = in
                .number("SIZE_MAX_LEVERAGE", "The value of all positions together, as a multiple of the equity.",
                        TradeSize.MIN_MAX_LEVERAGE, TradeSize.MAX_MAX_LEVERAGE)
                .orElse(TradeSize.DEFAULTS.maxLeverage());
        return in.combine(() -> new TradeSize(risk.get(), leverage.get()));
    }
}
