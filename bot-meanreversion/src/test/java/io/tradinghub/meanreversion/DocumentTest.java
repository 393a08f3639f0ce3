package io.tradinghub.meanreversion;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import io.tradinghub.testing.store.SettingsTable;
import org.junit.jupiter.api.Test;

final class DocumentTest {

    @Test
    void thePageHasEverySettingAsTheCodeDeclaresIt() throws IOException {
        assertThat(Files.readAllLines(Path.of("../docs/bot-meanreversion.md")))
                .containsAll(SettingsTable.rows(MeanReversionSettings::declare));
    }
}
