package io.tradinghub.backtest.command;

import picocli.CommandLine;

/// `./hub backtest`.
public final class BacktestMain {

    private BacktestMain() {}

    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        CommandLine commandLine = new CommandLine(new BacktestCommand(System.out));
        commandLine.setParameterExceptionHandler((wrong, _) -> fail(wrong));
        commandLine.setExecutionExceptionHandler((thrown, _, _) -> {
            if (thrown instanceof BacktestException) {
                return fail(thrown);
            }
            throw thrown;
        });
        return commandLine;
    }

    private static int fail(Throwable wrong) {
        System.err.println("hub: " + wrong.getMessage());
        return CommandLine.ExitCode.USAGE;
    }
}
