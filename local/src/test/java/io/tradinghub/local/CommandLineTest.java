package io.tradinghub.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class CommandLineTest {
    private final StringWriter errors = new StringWriter();

    @TempDir
    Path folder;

    @Test
    void answersAnUnknownOptionWithOneLineAndExitCodeTwo() {
        assertThat(execute("demo", "--sped", "5")).isEqualTo(2);
        assertThat(errors.toString()).isEqualToIgnoringNewLines("hub: Unknown options: '--sped', '5' (see --help)");
    }

    @Test
    void refusesASpeedItCannotRunAt() {
        assertThat(execute("demo", "--speed", "0", "--data", folder.toString())).isEqualTo(2);
        assertThat(errors.toString()).isEqualToIgnoringNewLines("hub: --speed must be from 1 to 3600, got 0.0");
    }

    @Test
    void refusesAFolderThatAnotherDemoHas() {
        try (DemoFolder _ = DemoFolder.open(folder)) {
            assertThat(execute("demo", "--minutes", "1", "--data", folder.toString())).isEqualTo(2);
        }
        assertThat(errors.toString()).isEqualToIgnoringNewLines(
                "hub: another demo is running on %s; end it first, or use --data with another folder".formatted(folder));
    }

    private int execute(String... arguments) {
        CommandLine commandLine = LocalMain.commandLine();
        commandLine.setErr(new PrintWriter(errors, true));
        return commandLine.execute(arguments);
    }
}
