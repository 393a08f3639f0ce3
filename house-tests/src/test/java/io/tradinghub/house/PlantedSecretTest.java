package io.tradinghub.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import io.tradinghub.db.DbSettings;
import io.tradinghub.guardian.GuardianSettings;
import io.tradinghub.recorder.RecorderEnvironment;
import io.tradinghub.runner.BotSettings;
import io.tradinghub.settings.SecretFiles;
import io.tradinghub.settings.SettingDeclaration;
import io.tradinghub.settings.SettingsReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A secret that was read from its file prints nowhere in the settings that hold it.
class PlantedSecretTest {
    private static final String PLANTED = "planted-4711-secret";

    @TempDir
    Path folder;

    @Test
    void doesNotPrint() throws IOException {
        Map<String, String> environment = Map.of("BOT_ID", "bot_1_momentum", "POSTGRES_USER", "bot_1_momentum",
                "REDIS_USER",
                "bot_1_momentum");
        plant(SettingsReader.describe(BotSettings::declare));
        String bot = String.valueOf(SettingsReader.read(environment, SecretFiles.in(folder), BotSettings::declare));
        assertThat(bot).contains("***", "bot_1_momentum").doesNotContain(PLANTED);
        plant(SettingsReader.describe(RecorderEnvironment::declare));
        String recorder = String
                .valueOf(SettingsReader.read(Map.of("POSTGRES_USER", "recorder", "REDIS_USER", "recorder"),
                        SecretFiles.in(folder), RecorderEnvironment::declare));
        assertThat(recorder).contains("***").doesNotContain(PLANTED);
        plant(SettingsReader.describe(GuardianSettings::declare));
        String guardian = String.valueOf(SettingsReader.read(
                Map.of("POSTGRES_USER", "guardian", "REDIS_USER", "guardian", "ALERTS", "telegram,email,webhook",
                        "ALERT_TELEGRAM_CHAT", "1", "ALERT_EMAIL_TO", "a@b.c", "ALERT_EMAIL_FROM", "a@b.c",
                        "ALERT_SMTP_SERVER", "b.c:587", "GUARDIAN_DEAD_MAN", "true"),
                SecretFiles.in(folder), GuardianSettings::declare));
        assertThat(guardian).contains("***").doesNotContain(PLANTED);
        for (String account : List.of("recorder", "grafana", "backup", "guardian", "bot_1_momentum")) {
            Files.writeString(folder.resolve(account + "_postgres_password"), PLANTED);
            Files.writeString(folder.resolve(account + "_redis_password"), PLANTED);
        }
        plant(SettingsReader.describe(DbSettings::declare));
        String db = String.valueOf(SettingsReader.read(Map.of("POSTGRES_USER", "postgres", "BOTS", "bot_1_momentum"),
                SecretFiles.in(folder), DbSettings::declare));
        assertThat(db).contains("***", "bot_1_momentum").doesNotContain(PLANTED);
    }

    private void plant(List<SettingDeclaration> declarations) throws IOException {
        for (SettingDeclaration declaration : declarations) {
            if (declaration.kind() == SettingDeclaration.Kind.SECRET_FILE) {
                Files.writeString(folder.resolve(declaration.name()), PLANTED);
            }
        }
    }
}
