package io.tradinghub.local.kill;

import io.tradinghub.runner.BotProgram;

/// The program that the kill matrix kills: everything around the strategy is what runs in a container.
public final class LevelBotMain {

    private LevelBotMain() {}

    public static void main(String[] arguments) {
        System.exit(BotProgram.run("kill-matrix", in -> in.combine(() -> ""), _ -> new LevelBot()));
    }
}
