package io.tradinghub.backtest.download;

import java.time.InstantSource;

import picocli.CommandLine;

/// `./hub download`.
public final class DownloadMain {

    private DownloadMain() {}

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new DownloadCommand(InstantSource.system(), System.out, System.err))
                .setOverwrittenOptionsAllowed(true).setParameterExceptionHandler((wrong, _) -> {
                    System.err.println("hub: " + wrong.getMessage());
                    return CommandLine.ExitCode.USAGE;
                }).execute(arguments));
    }
}
