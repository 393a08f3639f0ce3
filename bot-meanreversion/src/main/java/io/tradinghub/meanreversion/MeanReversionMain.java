package io.tradinghub.meanreversion;

import io.tradinghub.runner.BotProgram;

/// The program of the container: settings, strategy, and everything around it from bot-common.
public final class MeanReversionMain {

    private MeanReversionMain() {}

    public static void main(String[] arguments) {
        System.exit(BotProgram.run("bot-meanreversion", MeanReversionSettings::declare, MeanReversionBot::new));
    }
}
