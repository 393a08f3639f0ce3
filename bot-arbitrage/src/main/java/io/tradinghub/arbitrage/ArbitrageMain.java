package io.tradinghub.arbitrage;

import io.tradinghub.runner.BotProgram;

/// The program of the container: settings, strategy, and everything around it from bot-common.
public final class ArbitrageMain {

    private ArbitrageMain() {}

    public static void main(String[] arguments) {
        System.exit(BotProgram.run("bot-arbitrage", ArbitrageSettings::declare, ArbitrageBot::new));
    }
}
