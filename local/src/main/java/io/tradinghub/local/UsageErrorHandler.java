package io.tradinghub.local;

import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;

/// Prints one line for wrong arguments and returns exit code 2.
final class UsageErrorHandler implements IParameterExceptionHandler {

    @Override
    public int handleParseException(ParameterException e, String[] arguments) {
        e.getCommandLine().getErr().println(
                "hub: %s (see ./hub %s --help)".formatted(e.getMessage(), e.getCommandLine().getCommandName()));
        return DemoException.BAD_INPUT;
    }
}
