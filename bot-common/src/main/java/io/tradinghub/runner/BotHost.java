package io.tradinghub.runner;

import java.util.function.Function;

import io.tradinghub.bot.Bot;
import io.tradinghub.settings.Setting;
import io.tradinghub.settings.SettingsReader;

/// Runs a bot in another way than [BotProgram] does.
public interface BotHost {

    /// Runs the bot; answers the exit code of the process.
    ///
    /// @param program the bot's module
    /// @param settings declares the strategy's own parameters
    /// @param strategy makes a new bot of them, as often as it is called
    <S> int run(String program, Function<SettingsReader, Setting<S>> settings, Function<S, Bot> strategy);
}
