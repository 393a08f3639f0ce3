package io.tradinghub.operations;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

import io.tradinghub.bot.BotId;
import io.tradinghub.settings.SettingsException;
import io.tradinghub.settings.SettingsFault;
import io.tradinghub.settings.SettingsReader;
import org.junit.jupiter.api.Test;

class ProgramTest {
    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();

    @Test
    void runsTheBodyWithItsSettings() {
        assertThat(run(Map.of("BOT_ID", "bot_1"), _ -> {
        })).isEqualTo(0);
    }

    @Test
    void listsWrongSettingsAndEndsWithTwo() {
        int code = run(Map.of("BOT_IT", "bot_1"), _ -> {
        });
        assertThat(errors.toString(StandardCharsets.UTF_8)).startsWith("BOT_ID environment variable not set.")
                .contains("BOT_IT is not a setting of this program. Did you mean BOT_ID?").doesNotContain("Exception");
        assertThat(code).isEqualTo(2);
    }

    @Test
    void endsWithTwoWhenTheSettingsProveWrongLater() {
        assertThat(run(Map.of("BOT_ID", "bot_1"), _ -> {
            throw new SettingsException(new SettingsFault("SYMBOLS", "too many"));
        })).isEqualTo(2);
        assertThat(errors.toString(StandardCharsets.UTF_8)).isEqualTo("too many" + System.lineSeparator());
    }

    @Test
    void endsWithOneWhenTheBodyFails() {
        assertThat(run(Map.of("BOT_ID", "bot_1"), _ -> {
            throw new IOException("disk full");
        })).isEqualTo(1);
    }

    @Test
    void endsWellWhenInterrupted() {
        int code = run(Map.of("BOT_ID", "bot_1"), _ -> {
            throw new InterruptedException();
        });
        assertThat(Thread.interrupted()).isTrue();
        assertThat(code).isEqualTo(0);
    }

    private int run(Map<String, String> environment, Program.Body<BotId> body) {
        return Program.run("test", environment, new PrintStream(errors, true, StandardCharsets.UTF_8),
                SettingsReader::botId,
                body);
    }
}
