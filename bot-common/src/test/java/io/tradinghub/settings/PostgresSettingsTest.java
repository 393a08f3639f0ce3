package io.tradinghub.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PostgresSettingsTest {

    @TempDir
    Path secrets;

    @BeforeEach
    void plantThePassword() throws IOException {
        Files.writeString(secrets.resolve("postgres_password"), "letmein\n");
    }

    @Test
    void entersTheHubsDatabaseUnlessToldOtherwise() {
        PostgresSettings read = read(Map.of("POSTGRES_USER", "bot_1"));
        assertThat(read).isEqualTo(new PostgresSettings("jdbc:postgresql://postgres:5432/hub", "bot_1", read.password(),
                StoreTimeouts.DEFAULT));
        assertThat(read.password().reveal()).isEqualTo("letmein");
    }

    @Test
    void takesEverySetting() {
        PostgresSettings read = read(
                Map.of("POSTGRES_USER", "bot_2", "POSTGRES_URL", "jdbc:postgresql://db:7777/other"));
        assertThat(read.url()).isEqualTo("jdbc:postgresql://db:7777/other");
        assertThat(read.user()).isEqualTo("bot_2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"postgresql://hub:hunter2@host/hub", "jdbc:postgresql://hub:hunter2@host/hub",
            "jdbc:postgresql://hub:a/hunter2@b@host/hub", "jdbc:postgresql://host/hub?user=hub&password=hunter2"})
    void saysWhatAnAddressLooksLikeWithoutPrintingThePasswordInIt(String address) {
        assertThat(catchThrowableOfType(SettingsException.class,
                () -> read(Map.of("POSTGRES_USER", "bot_1", "POSTGRES_URL", address))).getMessage())
                .startsWith("POSTGRES_URL is '")
                .endsWith("expected an address like jdbc:postgresql://host:5432/hub, without user and password.")
                .doesNotContain("hunter2");
    }

    private PostgresSettings read(Map<String, String> environment) {
        return SettingsReader.read(environment, SecretFiles.in(secrets), PostgresSettings::declare);
    }
}
