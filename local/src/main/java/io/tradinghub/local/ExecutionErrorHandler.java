package io.tradinghub.local;

import io.tradinghub.local.kill.MatrixException;
import io.tradinghub.local.stores.LocalStoreException;
import io.tradinghub.operations.Program;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/// Prints errors that the user can fix as one line, and logs any other exception with its stack trace.
final class ExecutionErrorHandler implements IExecutionExceptionHandler {
    private static final Logger LOG = LoggerFactory.getLogger(ExecutionErrorHandler.class);

    @Override
    public int handleExecutionException(Exception e, CommandLine commandLine, ParseResult parsed) {
        return switch (e) {
            case DemoException bad -> {
                commandLine.getErr().println("hub: " + bad.getMessage());
                yield DemoException.BAD_INPUT;
            }
            case LocalStoreException store -> {
                commandLine.getErr().println("hub: " + store.getMessage());
                yield Program.FAILED;
            }
            case MatrixException stopped -> {
                commandLine.getErr().println("hub: " + stopped.getMessage());
                LOG.atDebug().setCause(stopped).log("the kill matrix stopped");
                yield Program.FAILED;
            }
            default -> {
                LOG.atError().setCause(e).log("demo failed");
                yield Program.FAILED;
            }
        };
    }
}
