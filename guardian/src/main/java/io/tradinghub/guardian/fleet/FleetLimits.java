package io.tradinghub.guardian.fleet;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;

import io.tradinghub.settings.Setting;
import io.tradinghub.settings.SettingsReader;

/// The limits of all bots of a mode together; each mode is judged for itself. A limit that is empty is off.
///
/// @param maxDailyLoss fall of what they earned since the UTC day began, in account coin
/// @param maxDrawdown fall of their equity from its highest ever, as a fraction in (0, 1]
/// @param blindAfter how long they may not be judged before their entries end
/// @param flattens whether a limit that stays broken also closes everything
public record FleetLimits(Optional<BigDecimal> maxDailyLoss, Optional<Double> maxDrawdown, Duration blindAfter,
        boolean flattens) {
    /// No limit.
    public static final FleetLimits OFF = new FleetLimits(Optional.empty(), Optional.empty(), Duration.ofMinutes(5),
            false);

    /// Declares the variables of the limits.
    public static Setting<FleetLimits> declare(SettingsReader in) {
        Setting<Optional<BigDecimal>> loss = in
                .decimal("GUARDIAN_MAX_DAILY_LOSS",
                        "Loss of all bots of a mode together since 00:00 UTC that halts them, in account coin.", "1",
                        "1000000000")
                .optional();
        Setting<Optional<Double>> drawdown = in
                .number("GUARDIAN_MAX_DRAWDOWN",
                        "Fall of their equity from its highest together that halts them, as a fraction.", 0.001, 1)
                .optional();
        Setting<Duration> blind = in
                .duration("GUARDIAN_BLIND_AFTER",
                        "How long bots under one of these limits may not be judged before they are halted.",
                        Duration.ofMinutes(1), Duration.ofDays(1))
                .orElse(OFF.blindAfter);
        Setting<Boolean> flattens = in
                .flag("GUARDIAN_FLATTEN", "Whether a limit that stays broken for 30 s also closes everything.")
                .orElse(OFF.flattens);
        return in.combine(() -> new FleetLimits(loss.get(), drawdown.get(), blind.get(), flattens.get()));
    }

    /// Whether there is anything to judge.
    public boolean areSet() {
        return maxDailyLoss.isPresent() || maxDrawdown.isPresent();
    }
}
