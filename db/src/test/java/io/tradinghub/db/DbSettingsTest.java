package io.tradinghub.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.tradinghub.db.access.Role;
import io.tradinghub.db.access.StoreAccount;
import io.tradinghub.db.influx.InfluxAdminSettings;
import io.tradinghub.settings.RedisSettings;
import io.tradinghub.settings.SecretFiles;
import io.tradinghub.settings.SettingsException;
import io.tradinghub.settings.SettingsReader;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DbSettingsTest {
    private final Map<String, String> environment = new HashMap<>(
            Map.of("POSTGRES_USER", "postgres", "BOTS", "bot_1_momentum"));

    @TempDir
    Path secrets;

    @BeforeEach
    void plantEverySecret() throws IOException {
        for (String name : List.of("postgres_password", "redis_admin_password", "influx_admin_token",
                "influx_admin_password",
                "recorder_postgres_password", "recorder_redis_password", "grafana_postgres_password",
                "grafana_redis_password",
                "backup_postgres_password", "guardian_postgres_password", "guardian_redis_password",
                "bot_1_momentum_postgres_password", "bot_1_momentum_redis_password")) {
            Files.writeString(secrets.resolve(name), "of " + name);
        }
    }

    @Test
    void defaultsToTheStoresOfTheContainers() {
        DbSettings read = read();
        assertThat(read.postgres().url()).isEqualTo("jdbc:postgresql://postgres:5432/hub");
        assertThat(read.redis().host()).isEqualTo("redis");
        assertThat(read.redis().port()).isEqualTo(6379);
        assertThat(read.redis().login()).map(RedisSettings.Login::user).hasValue("admin");
        InfluxAdminSettings influx = read.influx().orElseThrow();
        assertThat(influx.url()).isEqualTo(URI.create("http://influxdb:8086"));
        assertThat(influx.organisation()).isEqualTo("hub");
        assertThat(influx.marketData()).isEqualTo(Duration.ZERO);
        assertThat(influx.telemetry()).isEqualTo(Duration.ofDays(30));
    }

    @Test
    void readsEverySetting() {
        environment
                .putAll(Map.of("POSTGRES_URL", "jdbc:postgresql://db:7777/other", "POSTGRES_USER", "owner",
                        "REDIS_HOST", "cache",
                        "REDIS_PORT", "7000", "REDIS_USER", "chief", "INFLUX_URL", "https://influx:9999", "INFLUX_ORG",
                        "mine"));
        environment.putAll(
                Map.of("INFLUX_TOKENS_DIR", "/tokens", "MARKET_DATA_RETENTION", "90d", "TELEMETRY_RETENTION", "7d"));
        DbSettings read = read();
        assertThat(read.postgres().url()).isEqualTo("jdbc:postgresql://db:7777/other");
        assertThat(read.postgres().user()).isEqualTo("owner");
        assertThat(read.postgres().password().reveal()).isEqualTo("of postgres_password");
        assertThat(read.redis().host()).isEqualTo("cache");
        assertThat(read.redis().port()).isEqualTo(7000);
        assertThat(read.redis().login()).map(RedisSettings.Login::user).hasValue("chief");
        assertThat(read.redis().login()).map(login -> login.password().reveal()).hasValue("of redis_admin_password");
        InfluxAdminSettings influx = read.influx().orElseThrow();
        assertThat(influx.url()).isEqualTo(URI.create("https://influx:9999"));
        assertThat(influx.organisation()).isEqualTo("mine");
        assertThat(influx.tokens()).isEqualTo(Path.of("/tokens"));
        assertThat(influx.marketData()).isEqualTo(Duration.ofDays(90));
        assertThat(influx.telemetry()).isEqualTo(Duration.ofDays(7));
    }

    @Test
    void readsAnAccountWithItsOwnSecretsForEachServiceAndBot() {
        List<StoreAccount> accounts = read().accounts();
        assertThat(accounts).extracting(StoreAccount::name).containsExactly("recorder", "grafana", "backup",
                "guardian", "bot_1_momentum");
        assertThat(accounts).extracting(StoreAccount::role).containsExactly(Role.RECORDER, Role.GRAFANA, Role.BACKUP,
                Role.GUARDIAN, Role.BOT);
        assertThat(accounts).allSatisfy(account -> {
            assertThat(account.postgresPassword().reveal()).isEqualTo("of %s_postgres_password", account.name());
            account.redisPassword().ifPresent(
                    secret -> assertThat(secret.reveal()).isEqualTo("of %s_redis_password", account.name()));
        });
    }

    @Test
    void letsTheGuardianFlattenWhereThatIsSaid() {
        environment.put("GUARDIAN_FLATTEN", "true");
        assertThat(read().accounts()).filteredOn(account -> account.name().equals("guardian"))
                .extracting(StoreAccount::role).containsExactly(Role.FLATTENING_GUARDIAN);
        environment.put("GUARDIAN_FLATTEN", "yes");
        assertThatExceptionOfType(SettingsException.class).isThrownBy(this::read)
                .withMessageContaining("GUARDIAN_FLATTEN is 'yes', expected true or false");
    }

    @Test
    void needsNoInfluxWhenCandlesAreInPostgres() {
        environment.put("CANDLE_STORE", "postgres");
        assertThat(read().influx()).isEmpty();
    }

    @Test
    void rejectsABotWithTheNameOfAService() {
        environment.put("BOTS", "recorder");
        assertThatExceptionOfType(SettingsException.class).isThrownBy(this::read)
                .withMessageStartingWith("BOTS is 'recorder'");
    }

    private DbSettings read() {
        return SettingsReader.read(environment, SecretFiles.in(secrets), DbSettings::declare);
    }
}
