package io.tradinghub.backtest.command;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.tradinghub.backtest.TestPeriod;

/// What a person asks a back-test for.
///
/// @param bot its BOT_ID, or the name that it shall have
/// @param environment settings from the bot's own files
/// @param set settings that take the place of those
/// @param market where candles come from
/// @param from empty for the first moment after the warm-up
/// @param to empty for the last close of the files
/// @param slippageBps how much worse than the open an order fills; empty for the default of the paper exchange
/// @param spreadBps width of quotes made of candles
/// @param holes whether missing candles are refused
/// @param funding whether a perpetual without funding rates is refused
/// @param out the folder for the files of the run; empty for none
/// @param commit of the hub that runs it; empty where nobody knows
public record BacktestOptions(String bot, Map<String, String> environment, Map<String, String> set, Market market,
        Optional<Instant> from, Optional<Instant> to, Optional<Integer> slippageBps, double spreadBps, Holes holes,
        Funding funding, Optional<Path> out, String commit) {

    public BacktestOptions {
        environment = Map.copyOf(environment);
        set = Map.copyOf(set);
    }

    /// Where candles come from. What was read once is kept in the folder that each names.
    public sealed interface Market {

        /// Comes from files that a person brings.
        ///
        /// @param kept empty to keep nothing
        record Candles(List<Path> files, Optional<Path> kept) implements Market {
            public Candles {
                files = List.copyOf(files);
            }
        }

        /// Comes from the stores of the hub that the environment names as it names them to a bot.
        record Hub(Map<String, String> environment, Path kept) implements Market {
            public Hub {
                environment = Map.copyOf(environment);
            }
        }

        /// Was read from a hub before.
        record Kept(Path kept) implements Market {}
    }

    /// The same over this period.
    public BacktestOptions over(TestPeriod period) {
        return new BacktestOptions(bot, environment, set, market, Optional.of(period.from()),
                Optional.of(period.to()), slippageBps, spreadBps, holes, funding, out, commit);
    }

    /// Whether missing candles are refused.
    public enum Holes {
        REFUSED, ALLOWED
    }

    /// Whether a perpetual without funding rates is refused.
    public enum Funding {
        REQUIRED, IGNORED
    }
}
