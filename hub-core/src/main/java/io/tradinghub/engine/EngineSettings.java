package io.tradinghub.engine;

import java.math.BigDecimal;
import java.time.Duration;

/// How the engine trades.
///
/// @param capital equity before the first fill, in quote coin
/// @param maxSlippageBps how far from the touch an order that crosses the spread may fill, in basis points
/// @param answerDeadline how long an order may stay without a word before the exchange is asked about it; also how long
///         "no such order" is not believed
/// @param lookUpInterval pause between questions about one order
/// @param retryDelay pause after an attempt that did not reach the target; before an entry it doubles with every
///         failure in a row, up to 64 times
/// @param maxNakedTime how long one leg of a hedge may stand alone
/// @param hedgeCooldown how long a hedge that had to be unwound may not be entered again
/// @param snapshotInterval pause between equity snapshots
public record EngineSettings(BigDecimal capital, int maxSlippageBps, Duration answerDeadline, Duration lookUpInterval,
        Duration retryDelay,
        Duration maxNakedTime, Duration hedgeCooldown, Duration snapshotInterval) {

    public static final EngineSettings DEFAULTS = new EngineSettings(new BigDecimal("10000"), 20, Duration.ofSeconds(5),
            Duration.ofSeconds(2),
            Duration.ofSeconds(1), Duration.ofSeconds(15), Duration.ofMinutes(5), Duration.ofMinutes(1));

    public EngineSettings {
        if (capital.signum() <= 0) {
            throw new IllegalArgumentException("capital must be positive, got %s".formatted(capital));
        }
        if (maxSlippageBps < 0 || maxSlippageBps > 1_000) {
            throw new IllegalArgumentException(
                    "slippage must be 0 to 1000 basis points, got %d".formatted(maxSlippageBps));
        }
    }
}
