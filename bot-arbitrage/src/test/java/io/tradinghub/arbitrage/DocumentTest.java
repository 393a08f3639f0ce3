package io.tradinghub.arbitrage;

import java.io.IOException;
import java.nio.file.Path;

import io.tradinghub.testing.store.SettingsTable;
import org.junit.jupiter.api.Test;

final class DocumentTest {

    @Test
    void thePageHasEverySettingAsTheCodeDeclaresIt() throws IOException {
        SettingsTable.check(Path.of("../docs/bot-arbitrage.md"), ArbitrageSettings::declare);
    }
}
