package io.tradinghub.db;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import io.tradinghub.db.redis.RedisPreparation;
import io.tradinghub.db.testing.EmptyPostgres;
import io.tradinghub.db.testing.Redis7;
import io.tradinghub.testing.store.InfluxServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;

/// Runs the whole program on a real PostgreSQL and a real Redis, with candles in PostgreSQL.
class DbMainTest {
    private static final String ONE = "bot_1_momentum";
    private static final String TWO = "bot_2_mean_reversion";
    private final EmptyPostgres postgres = EmptyPostgres.start();
    private final Redis7 redis = Redis7.start();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();
    @TempDir
    private Path secrets = Path.of("");

    @BeforeEach
    void writeSecrets() throws IOException {
        secret("postgres_password", postgres.owner().password().reveal());
        secret("redis_admin_password", redis.admin().login().orElseThrow().password().reveal());
        for (String name : List.of("recorder", "grafana", "backup", "guardian", ONE, TWO)) {
            secret(name + "_postgres_password", name + "-pg");
            secret(name + "_redis_password", name + "-redis");
        }
    }

    @AfterEach
    void stop() {
        redis.close();
        postgres.close();
    }

    @Test
    void accessToPreparedStoresIsAsExpected() throws Exception {
        assertThat(run()).as(errors()).isZero();
        for (String bot : List.of(ONE, TWO)) {
            EmptyPostgres.execute(postgres.owner(),
                    "INSERT INTO bot_leases VALUES ('%s', 1, 'test', now())".formatted(bot));
        }
        assertThat(run("doors")).as(text(out)).isZero();
        assertThat(text(out)).contains("see rows of other bots").contains("flush the server").doesNotContain("BAD");
    }

    @Test
    void theGuardianMayFlattenAsLongAsTheSettingSaysSo() throws Exception {
        Map<String, String> flattens = Map.of("GUARDIAN_FLATTEN", "true");
        assertThat(run(flattens)).as(errors()).isZero();
        assertThat(run(flattens, "doors")).as(text(out)).isZero();
        assertThat(run("doors")).as("the right without the setting").isEqualTo(1);
        assertThat(text(out).lines().filter(line -> line.startsWith("BAD"))
                .map(line -> line.replaceAll("\\s+", " ").strip()))
                .containsExactly("BAD postgres guardian flatten a bot allowed");
        assertThat(run()).as(errors()).isZero();
        out.reset();
        assertThat(run("doors")).as(text(out)).isZero();
    }

    @Test
    @EnabledIf(value = InfluxServer.GIVEN, disabledReason = InfluxServer.WHY_NOT)
    void accessToAPreparedInfluxIsAsExpected() throws Exception {
        secret("influx_admin_token", InfluxServer.given().token().reveal());
        secret("influx_admin_password", "a-long-password");
        Map<String, String> influx = Map.of("CANDLE_STORE", "influx", "INFLUX_URL",
                InfluxServer.given().url().toString(),
                "INFLUX_ORG",
                "access " + UUID.randomUUID(), "INFLUX_TOKENS_DIR", secrets.toString());
        assertThat(run(influx)).as(errors()).isZero();
        assertThat(run(influx, "doors")).as(text(out)).isZero();
        assertThat(text(out)).contains("influx").doesNotContain("BAD");
    }

    @Test
    void findsAccessThatShouldBeDenied() throws Exception {
        assertThat(run()).as(errors()).isZero();
        EmptyPostgres.execute(postgres.owner(),
                "INSERT INTO bot_leases VALUES ('%s', 1, 'test', now())".formatted(TWO));
        EmptyPostgres.execute(postgres.owner(), "ALTER TABLE bot_leases NO FORCE ROW LEVEL SECURITY");
        EmptyPostgres.execute(postgres.owner(), "GRANT hub_reader TO " + ONE);
        EmptyPostgres.execute(postgres.owner(), "GRANT UPDATE ON orders TO hub_reader");
        try (Jedis admin = RedisPreparation.connect(redis.admin())) {
            admin.aclSetUser("grafana", "+flushall");
            admin.aclSetUser(ONE, "~*");
            admin.aclSetUser("default", "on", "nopass", "+ping");
        }
        assertThat(run("doors")).isEqualTo(1);
        assertThat(text(out).lines().filter(line -> line.startsWith("BAD"))
                .map(line -> line.replaceAll("\\s+", " ").strip())).contains(
                        "BAD postgres owner find ledger tables without forced RLS allowed",
                        "BAD postgres bot_1_momentum see rows of other bots allowed",
                        "BAD postgres grafana write to the ledger allowed",
                        "BAD redis grafana flush the server allowed",
                        "BAD redis bot_1_momentum read another bot's position allowed",
                        "BAD redis nobody log in without a password allowed");
    }

    @Test
    void findsAServiceThatCannotLogIn() throws Exception {
        assertThat(run()).as(errors()).isZero();
        secret(ONE + "_postgres_password", "changed-and-db-not-run");
        assertThat(run("doors")).isEqualTo(1);
        assertThat(text(out)).contains("password authentication failed");
    }

    @Test
    void listsEveryMissingSecret() throws Exception {
        Files.delete(secrets.resolve(ONE + "_redis_password"));
        Files.delete(secrets.resolve("backup_postgres_password"));
        assertThat(run()).isEqualTo(2);
        assertThat(errors()).contains(ONE + "_redis_password is missing")
                .contains("backup_postgres_password is missing");
    }

    @Test
    void rejectsABotWithTheNameOfAService() {
        assertThat(run(Map.of("BOTS", "recorder"))).isEqualTo(2);
        assertThat(errors()).contains("BOTS is 'recorder'");
    }

    @Test
    void rejectsAnUnknownArgument() {
        assertThat(run("door")).isEqualTo(2);
    }

    private int run(String... arguments) {
        return run(Map.of(), arguments);
    }

    private int run(Map<String, String> more, String... arguments) {
        Map<String, String> environment = new HashMap<>(
                Map.of("POSTGRES_URL", postgres.owner().url(), "POSTGRES_USER", "postgres",
                        "REDIS_HOST", redis.admin().host(), "REDIS_PORT", String.valueOf(redis.admin().port()),
                        "CANDLE_STORE",
                        "postgres",
                        "SECRETS_DIR", secrets.toString(), "BOTS", ONE + "," + TWO));
        environment.putAll(more);
        return DbMain.run(List.of(arguments), environment, new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(errors, true, StandardCharsets.UTF_8));
    }

    private String errors() {
        return text(errors);
    }

    private static String text(ByteArrayOutputStream stream) {
        return stream.toString(StandardCharsets.UTF_8);
    }

    private void secret(String name, String value) throws IOException {
        Files.writeString(secrets.resolve(name), value + "\n");
    }
}
