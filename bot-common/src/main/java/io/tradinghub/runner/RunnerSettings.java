package io.tradinghub.runner;

import java.time.Duration;

import io.tradinghub.bot.BotId;
import io.tradinghub.engine.EngineSettings;
import io.tradinghub.risk.RiskLimits;
import io.tradinghub.settings.HubMode;

/// How one bot runs.
///
/// @param historyDeadline how long to wait at start for stored candles that reach up to now, before starting with what
///         there is
/// @param tick how long the loop sleeps at most, in real time
public record RunnerSettings(BotId bot, HubMode mode, EngineSettings engine, RiskLimits limits,
        Duration historyDeadline,
        Duration tick) {
    public static final Duration DEFAULT_TICK = Duration.ofMillis(100);
}
