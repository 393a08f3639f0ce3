package io.tradinghub.momentum;

import io.tradinghub.runner.BotProgram;

/// The program of the container: settings, strategy, and everything around it from bot-common.
public final class MomentumMain {

    private MomentumMain() {}

    public static void main(String[] arguments) {
        System.exit(BotProgram.run("bot-momentum", MomentumSettings::declare, MomentumBot::new));
    }
}
