package io.tradinghub.local;

import java.time.InstantSource;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/// The `./hub` commands that run without Docker.
@Command(name = "hub", subcommands = {DemoCommand.class, SimulateCommand.class})
public final class LocalMain {

    private LocalMain() {}

    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        CommandLine commandLine = new CommandLine(new LocalMain());
        commandLine.addSubcommand(new KillMatrixCommand(InstantSource.system(), System.out));
        commandLine.setParameterExceptionHandler(new UsageErrorHandler());
        commandLine.setExecutionExceptionHandler(new ExecutionErrorHandler());
        return commandLine;
    }
}
