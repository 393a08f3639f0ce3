package io.tradinghub.backtest.command;

import java.util.concurrent.Callable;

import io.tradinghub.backtest.BacktestException;
import picocli.CommandLine;

/// `./hub backtest`.
public final class BacktestMain {

    private BacktestMain() {}

    public static void main(String[] arguments) {
        System.exit(commandLine(new BacktestCommand(System.out)).execute(arguments));
    }

    /// Reads the arguments of a command and says in one line what is wrong with them.
    public static CommandLine commandLine(Callable<Integer> command) {
        CommandLine commandLine = new CommandLine(command);
        commandLine.setCaseInsensitiveEnumValuesAllowed(true);
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
