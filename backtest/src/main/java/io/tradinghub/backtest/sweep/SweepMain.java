package io.tradinghub.backtest.sweep;

import io.tradinghub.backtest.command.BacktestMain;

/// `./hub sweep`.
public final class SweepMain {

    private SweepMain() {}

    public static void main(String[] arguments) {
        System.exit(BacktestMain.commandLine(new SweepCommand(System.out)).execute(arguments));
    }
}
