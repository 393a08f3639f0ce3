package io.tradinghub.guardian;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

import io.tradinghub.guardian.fleet.FleetLimits;
import io.tradinghub.settings.SecretFiles;
import io.tradinghub.settings.SettingsReader;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The settings, and the test message of `./hub doctor`.
class TestMessageTest {
    @TempDir
    private Path secrets;
    private final Map<String, String> environment = new HashMap<>(
            Map.of("POSTGRES_USER", "guardian", "REDIS_USER", "guardian"));
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();

    @BeforeEach
    void writeSecrets() throws IOException {
        Files.writeString(secrets.resolve("postgres_password"), "one");
        Files.writeString(secrets.resolve("redis_password"), "two");
        environment.put("SECRETS_DIR", secrets.toString());
    }

    @Test
    void defaultsToTellingNobody() {
        GuardianSettings read = read();
        assertThat(read.alerts().channels()).isEmpty();
        assertThat(read.hub()).isEqualTo("localhost");
        assertThat(read.alerts().repeatAfter()).isEqualTo(Duration.ofHours(4));
        assertThat(read.heartbeat()).isEmpty();
        assertThat(read.fleet()).isEqualTo(FleetLimits.OFF);
        assertThat(read.deadMan()).isEmpty();
    }

    @Test
    void readsEverySetting() throws IOException {
        Files.writeString(secrets.resolve("alert_webhook_url"), "http://127.0.0.1/");
        Files.writeString(secrets.resolve("guardian_dead_man_url"), "http://127.0.0.1/");
        environment.putAll(Map.of("GUARDIAN_MAX_DAILY_LOSS", "500", "GUARDIAN_MAX_DRAWDOWN", "0.15",
                "GUARDIAN_BLIND_AFTER", "2m", "GUARDIAN_FLATTEN", "true", "GUARDIAN_DEAD_MAN", "true"));
        environment.putAll(Map.of("ALERTS", "webhook", "ALERT_REPEAT", "30m", "HUB_DOMAIN", "hub.example.org",
                "HEARTBEAT_FILE", "/tmp/beat"));
        GuardianSettings read = read();
        assertThat(read.alerts().channels()).hasSize(1);
        assertThat(read.hub()).isEqualTo("hub.example.org");
        assertThat(read.alerts().repeatAfter()).isEqualTo(Duration.ofMinutes(30));
        assertThat(read.heartbeat()).hasValue(Path.of("/tmp/beat"));
        assertThat(read.fleet()).isEqualTo(new FleetLimits(Optional.of(new BigDecimal("500")), Optional.of(0.15),
                Duration.ofMinutes(2), true));
        assertThat(read.deadMan()).isPresent();
        assertThat(read.postgres().user()).isEqualTo("guardian");
        assertThat(read.redis().login().orElseThrow().password().reveal()).isEqualTo("two");
    }

    @Test
    void theTestMessageSaysOfEachChannelWhetherItWasTaken() throws IOException {
        try (Receiver receiver = Receiver.start()) {
            Files.writeString(secrets.resolve("alert_webhook_url"), receiver.address());
            Files.writeString(secrets.resolve("alert_telegram_token"), "1:a");
            Files.writeString(secrets.resolve("guardian_dead_man_url"), receiver.address() + "/ping");
            environment.putAll(Map.of("ALERTS", "telegram,webhook", "ALERT_TELEGRAM_CHAT", "1", "ALERT_TELEGRAM_URL",
                    receiver.address(), "GUARDIAN_DEAD_MAN", "true"));
            receiver.answers(200, "");
            assertThat(test()).isEqualTo(1);
            assertThat(out.toString(StandardCharsets.UTF_8).lines()).containsExactly(
                    "BAD   telegram did not take the test message: Telegram answered 200: no reason given",
                    "ok    webhook took the test message; look whether it arrived",
                    "ok    the dead-man address took a ping");
            assertThat(receiver.taken()).hasSize(3);
        }
    }

    @Test
    void theTestSaysWhyAPingWasNotTakenAndKeepsTheAddressSecret() throws IOException {
        environment.put("GUARDIAN_DEAD_MAN", "true");
        try (Receiver receiver = Receiver.start()) {
            Files.writeString(secrets.resolve("guardian_dead_man_url"), receiver.address() + "/ping?s3cret");
            receiver.answersPings(404);
            assertThat(test()).isEqualTo(1);
        }
        Files.writeString(secrets.resolve("guardian_dead_man_url"), "unset");
        assertThat(test()).isEqualTo(1);
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("BAD   the dead-man address did not take a ping: the dead-man address answered 404")
                .contains("secrets/guardian_dead_man_url holds no address starting with https:// or http://")
                .doesNotContain("s3cret");
    }

    @Test
    void withoutAChannelTheTestSaysThatNobodyIsTold() {
        assertThat(test()).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).startsWith("warn  ALERTS is none: nobody is told");
    }

    @Test
    void wrongSettingsEndTheTest() {
        environment.put("ALERTS", "email");
        assertThat(test()).isEqualTo(2);
        assertThat(errors.toString(StandardCharsets.UTF_8)).contains("ALERT_EMAIL_TO");
    }

    private int test() {
        return TestMessage.send(environment, new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(errors, true, StandardCharsets.UTF_8));
    }

    private GuardianSettings read() {
        return SettingsReader.read(environment, SecretFiles.in(secrets), GuardianSettings::declare);
    }
}
