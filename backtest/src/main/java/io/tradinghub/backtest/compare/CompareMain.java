package io.tradinghub.backtest.compare;

import io.tradinghub.backtest.command.BacktestMain;

/// `./hub compare`.
public final class CompareMain {

    private CompareMain() {}

    public static void main(String[] arguments) {
        System.exit(BacktestMain.commandLine(new CompareCommand(System.out)).execute(arguments));
    }
}
