package io.tradinghub.runner;

import java.time.Duration;

import io.tradinghub.bot.BotId;
import io.tradinghub.engine.EngineDriver;
import io.tradinghub.engine.EngineSettings;
import io.tradinghub.risk.RiskLimits;
import io.tradinghub.settings.HubMode;

/// How one bot runs.
///
/// @param deadlines how long orders wait for the ledger and the local file
/// @param maxClockDifference how far this machine's clock and the exchange's may be apart for entries
/// @param tick how long the loop sleeps at most, in real time
public record RunnerSettings(BotId bot, HubMode mode, EngineSettings engine, RiskLimits limits,
        EngineDriver.Deadlines deadlines, Duration maxClockDifference, Duration tick) {
    public static final Duration DEFAULT_TICK = Duration.ofMillis(100);
    public static final Duration DEFAULT_CLOCK_DIFFERENCE = Duration.ofSeconds(1);
}
