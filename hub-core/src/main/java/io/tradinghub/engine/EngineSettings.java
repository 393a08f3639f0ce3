package io.tradinghub.engine;

import java.math.BigDecimal;
import java.time.Duration;

/// How the engine trades.
///
/// @param capital equity before the first fill, in quote coin
/// @param accountCoin the coin that equity and limits are counted in; instruments quoted in another take no entries
/// @param maxSlippageBps how far from the touch an order that crosses the spread may fill, in basis points
/// @param disasterStop how far from the entry price a stop at the exchange may be, as a fraction: where the strategy
///         gives none or a wider one, the engine puts it there
/// @param timing how long the engine waits for what
public record EngineSettings(BigDecimal capital, String accountCoin, int maxSlippageBps, double disasterStop,
        Timing timing) {

    public static final EngineSettings DEFAULTS = new EngineSettings(new BigDecimal("10000"), "USDT", 20, 0.10,
            Timing.DEFAULTS);

    public EngineSettings {
        if (capital.signum() <= 0) {
            throw new IllegalArgumentException("capital must be positive, got %s".formatted(capital));
        }
        if (maxSlippageBps < 0 || maxSlippageBps > 1_000) {
            throw new IllegalArgumentException(
                    "slippage must be 0 to 1000 basis points, got %d".formatted(maxSlippageBps));
        }
        if (!(disasterStop > 0 && disasterStop < 1)) {
            throw new IllegalArgumentException(
                    "the disaster stop must be a fraction in (0, 1), got %s".formatted(disasterStop));
        }
    }

    public EngineSettings withCapital(BigDecimal other) {
        return new EngineSettings(other, accountCoin, maxSlippageBps, disasterStop, timing);
    }

    public EngineSettings withTiming(Timing other) {
        return new EngineSettings(capital, accountCoin, maxSlippageBps, disasterStop, other);
    }

    /// How long the engine waits for what, by the steady clock.
    ///
    /// @param answerDeadline how long an order may stay without a word before the exchange is asked about it
    /// @param arrivalBound how long after it was sent a request may still arrive at the exchange: its receive window
    ///         and a margin; "no such order" is not believed before, and a new holder of the lease waits as long
    /// @param lookUpInterval pause between questions about one order
    /// @param retryDelay pause after an attempt that did not reach the target; before an entry it doubles with every
    ///         failure in a row, up to 64 times
    /// @param maxNakedTime how long one leg of a hedge may stand alone
    /// @param hedgeCooldown how long a hedge that had to be unwound may not be entered again
    /// @param snapshotInterval pause between equity snapshots
    /// @param protectDeadline how long a position may be without a stop at the exchange before people are told; after
    ///         six times as long the engine closes the position
    /// @param resyncInterval pause between questions about the whole account while the connection is up: such a
    ///         connection loses frames too
    public record Timing(Duration answerDeadline, Duration arrivalBound, Duration lookUpInterval, Duration retryDelay,
            Duration maxNakedTime, Duration hedgeCooldown, Duration snapshotInterval, Duration protectDeadline,
            Duration resyncInterval) {

        public static final Timing DEFAULTS = new Timing(Duration.ofSeconds(5), Duration.ofSeconds(10),
                Duration.ofSeconds(2), Duration.ofSeconds(1), Duration.ofSeconds(15), Duration.ofMinutes(5),
                Duration.ofMinutes(1), Duration.ofSeconds(5), Duration.ofMinutes(5));

        public Timing withArrivalBound(Duration other) {
            return new Timing(answerDeadline, other, lookUpInterval, retryDelay, maxNakedTime, hedgeCooldown,
                    snapshotInterval, protectDeadline, resyncInterval);
        }

        public Timing withResyncInterval(Duration other) {
            return new Timing(answerDeadline, arrivalBound, lookUpInterval, retryDelay, maxNakedTime, hedgeCooldown,
                    snapshotInterval, protectDeadline, other);
        }
    }
}
