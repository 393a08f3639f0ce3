package io.tradinghub.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretFilesTest {

    @TempDir
    Path folder;

    @Test
    void readsOneLineWithoutItsEnd() throws IOException {
        Files.writeString(folder.resolve("bybit_api_key"), "AbC-1_2\r\n");
        assertThat(SecretFiles.in(folder).read("bybit_api_key").reveal()).isEqualTo("AbC-1_2");
    }

    @Test
    void namesTheFileAndTheReasonAndNothingOfTheText() throws IOException {
        Files.writeString(folder.resolve("empty"), " \n");
        Files.writeString(folder.resolve("two_lines"), "hunter2\nhunter3\n");
        Files.write(folder.resolve("binary"), new byte[]{'h', (byte) 0xff, (byte) 0xfe});
        Files.createDirectory(folder.resolve("folder"));
        for (Map.Entry<String, String> wrong : Map.of("absent", "is missing", "empty", "is empty", "two_lines",
                "holds more than one line", "binary", "is not UTF-8 text", "folder", "is a folder, not a file")
                .entrySet()) {
            assertThatThrownBy(() -> SecretFiles.in(folder).read(wrong.getKey()))
                    .isInstanceOf(SecretUnreadableException.class)
                    .hasMessage("secret file %s %s", folder.resolve(wrong.getKey()), wrong.getValue())
                    .hasMessageNotContaining("hunter");
        }
    }

    @Test
    void looksWhereDockerPutsThemUnlessAnotherFolderIsNamed() {
        assertThat(SecretFiles.from(Map.of()).fileOf("x")).isEqualTo(Path.of("/run/secrets/x"));
        assertThat(SecretFiles.from(Map.of("SECRETS_DIR", "/elsewhere")).fileOf("x"))
                .isEqualTo(Path.of("/elsewhere/x"));
    }

    @Test
    void printsNothingOfASecret() {
        assertThat(Secret.of("hunter2")).hasToString("***");
    }
}
