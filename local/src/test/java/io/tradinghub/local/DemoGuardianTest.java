package io.tradinghub.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import io.tradinghub.guardian.channel.Channel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoGuardianTest {
    @TempDir
    private Path secrets;

    @Test
    void tellsNobodyUnlessTheHubDoes() {
        assertThat(DemoGuardian.alerts(Map.of("PATH", "/bin", "HUB_ROOT", "/hub")).channels()).isEmpty();
    }

    @Test
    void tellsTheWayOfTheHub() throws IOException {
        Files.writeString(secrets.resolve("alert_webhook_url"), "http://127.0.0.1/");
        assertThat(DemoGuardian.alerts(Map.of("ALERTS", "webhook", "SECRETS_DIR", secrets.toString())).channels())
                .extracting(Channel::name).containsExactly("webhook");
    }

    @Test
    void refusesSettingsThatCannotTell() {
        assertThatExceptionOfType(DemoException.class)
                .isThrownBy(() -> DemoGuardian.alerts(Map.of("ALERTS", "telegram", "SECRETS_DIR", secrets.toString())))
                .withMessageContaining("ALERT_TELEGRAM_CHAT");
    }
}
