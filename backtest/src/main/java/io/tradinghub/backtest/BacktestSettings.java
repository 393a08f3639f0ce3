package io.tradinghub.backtest;

import java.time.Duration;

import io.tradinghub.bot.BotId;
import io.tradinghub.engine.EngineSettings;
import io.tradinghub.exchange.paper.PaperSettings;
import io.tradinghub.risk.RiskLimits;

/// With what a bot is tested: the settings and limits that it trades with, and what trading costs.
///
/// @param engine of it [EngineSettings.Timing#arrivalBound] and [EngineSettings.Timing#resyncInterval] are not used: on
///         paper a request is nowhere under way and no frame is lost
/// @param quoteSpreadBps width of the quotes that are made of candles for a bot that trades hedges, in basis points
public record BacktestSettings(BotId bot, EngineSettings engine, RiskLimits limits, PaperSettings costs,
        double quoteSpreadBps) {
    public static final double DEFAULT_SPREAD_BPS = 1;
    private static final double WIDEST_BPS = 1_000;
    private static final Duration RESYNC_INTERVAL = Duration.ofDays(1);

    /// Of a bot whose settings are all at their defaults.
    public static BacktestSettings defaults(BotId bot) {
        return new BacktestSettings(bot, EngineSettings.DEFAULTS, RiskLimits.DEFAULTS, PaperSettings.DEFAULTS,
                DEFAULT_SPREAD_BPS);
    }

    public BacktestSettings {
        engine = engine.withTiming(
                engine.timing().withArrivalBound(Duration.ZERO).withResyncInterval(RESYNC_INTERVAL));
        if (!(quoteSpreadBps >= 0 && quoteSpreadBps <= WIDEST_BPS)) {
            throw new IllegalArgumentException(
                    "the spread of quotes must be 0 to 1000 basis points, got %s".formatted(quoteSpreadBps));
        }
    }
}
