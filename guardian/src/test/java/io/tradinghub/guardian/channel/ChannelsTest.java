package io.tradinghub.guardian.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.tradinghub.guardian.Receiver;
import io.tradinghub.guardian.alert.Alert;
import io.tradinghub.guardian.alert.AlertRule;
import io.tradinghub.guardian.alert.Condition;
import io.tradinghub.guardian.alert.Notice;
import io.tradinghub.settings.SecretFiles;
import io.tradinghub.settings.SettingsException;
import io.tradinghub.settings.SettingsReader;
import jakarta.mail.internet.MimeMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The channels as their settings make them, against receivers on loopback.
class ChannelsTest {
    private static final String TOKEN = "12345:planted-token";
    private static final Instant BEGAN = Instant.parse("2026-11-01T00:00:00Z");
    private static final Message MESSAGE = Message.of("hub.example.org", List.of(new Notice(Notice.Kind.BEGAN,
            new Alert(new UUID(0, 1), new Condition(AlertRule.BOT_SILENT, "bot_1", "§ no sign of life"), BEGAN,
                    Optional.empty()))));

    @TempDir
    private Path secrets;
    private final Map<String, String> environment = new HashMap<>();
    private final ObjectMapper json = new ObjectMapper();
    private Receiver receiver;
    private GreenMail mail;

    @BeforeEach
    void start() {
        receiver = Receiver.start();
        mail = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        mail.start();
    }

    @AfterEach
    void stop() {
        mail.stop();
        receiver.close();
    }

    @Test
    void nobodyIsToldUnlessAlertsSaysSo() {
        assertThat(channels()).isEmpty();
        environment.put("ALERTS", "none");
        assertThat(channels()).isEmpty();
    }

    @Test
    void telegramGetsTheTextInItsChat() throws Exception {
        Channel telegram = telegram();
        telegram.send(MESSAGE);
        Receiver.Posted posted = receiver.taken().getFirst();
        JsonNode body = json.readTree(posted.body());
        assertThat(posted.path()).isEqualTo("/bot" + TOKEN + "/sendMessage");
        assertThat(body.path("chat_id").asText()).isEqualTo("-100");
        assertThat(body.path("text").asText()).isEqualTo("""
                hub.example.org
                ALERT Bot silent: bot_1
                  § no sign of life""");
    }

    @Test
    void whatTelegramRefusesIsSaidInItsWordsAndWithoutTheToken() throws IOException {
        Channel telegram = telegram();
        receiver.answers(400, "{\"ok\":false,\"error_code\":400,\"description\":\"Bad Request: chat not found\"}");
        assertThatExceptionOfType(DeliveryException.class).isThrownBy(() -> telegram.send(MESSAGE))
                .withMessage("Telegram answered 400: Bad Request: chat not found");
        receiver.answers(429, "{\"ok\":false,\"description\":\"slow\",\"parameters\":{\"retry_after\":77}}");
        assertThatExceptionOfType(DeliveryException.class).isThrownBy(() -> telegram.send(MESSAGE))
                .satisfies(refused -> assertThat(refused.retryAfter()).hasValue(Duration.ofSeconds(77)));
        receiver.answers(200, "<html>");
        assertThatExceptionOfType(DeliveryException.class).isThrownBy(() -> telegram.send(MESSAGE));
        receiver.close();
        assertThatExceptionOfType(DeliveryException.class).isThrownBy(() -> telegram.send(MESSAGE))
                .satisfies(refused -> assertThat(refused.reason()).contains("127.0.0.1 cannot be reached")
                        .doesNotContain(TOKEN));
    }

    @Test
    void theWebhookGetsTextAndAlerts() throws Exception {
        Channel webhook = webhook();
        webhook.send(MESSAGE);
        JsonNode body = json.readTree(receiver.taken().getFirst().body());
        assertThat(body.path("headline").asText()).isEqualTo("ALERT Bot silent: bot_1");
        assertThat(body.path("alerts")).hasSize(1);
        assertThat(body.at("/alerts/0").toString()).isEqualTo(
                """
                        {"news":"BEGAN","id":"00000000-0000-0000-0000-000000000001","rule":"BOT_SILENT","title":"Bot silent",\
                        "subject":"bot_1","severity":"CRITICAL","detail":"§ no sign of life","beganAt":"2026-11-01T00:00:00Z"}""");
    }

    @Test
    void onlyASuccessOfTheWebhookCounts() throws IOException {
        Channel webhook = webhook();
        for (int status : List.of(302, 404, 500)) {
            receiver.answers(status, "");
            assertThatExceptionOfType(DeliveryException.class).isThrownBy(() -> webhook.send(MESSAGE))
                    .withMessage("the webhook answered " + status);
        }
    }

    @Test
    void mailArrives() throws Exception {
        email("none").send(MESSAGE);
        MimeMessage received = mail.getReceivedMessages()[0];
        assertThat(received.getSubject()).isEqualTo("[hub.example.org] ALERT Bot silent: bot_1");
        assertThat(received.getFrom()[0]).hasToString("hub@example.org");
        assertThat(received.getAllRecipients()[0]).hasToString("me@example.org");
        assertThat(received.getContent().toString()).contains("§ no sign of life");
    }

    @Test
    void mailLogsInAndSaysWhenItIsRefused() throws Exception {
        mail.setUser("me@example.org", "user", "right");
        mail.getUserManager().setAuthRequired(true);
        environment.put("ALERT_SMTP_USER", "user");
        secret("alert_smtp_password", "right");
        email("none").send(MESSAGE);
        assertThat(mail.getReceivedMessages()).hasSize(1);
        secret("alert_smtp_password", "wrong-and-secret");
        Channel refused = email("none");
        assertThatExceptionOfType(DeliveryException.class).isThrownBy(() -> refused.send(MESSAGE))
                .satisfies(e -> assertThat(e.reason()).isEqualTo("127.0.0.1 refused user and password"));
    }

    @Test
    void mailGoesNowhereInTheClearUnlessItIsSaid() throws IOException {
        Channel email = email("");
        assertThatExceptionOfType(DeliveryException.class).isThrownBy(() -> email.send(MESSAGE))
                .withMessageContaining("STARTTLS");
        assertThat(mail.getReceivedMessages()).isEmpty();
    }

    @Test
    void severalWaysAreAllUsed() throws IOException {
        telegram();
        webhook();
        environment.put("ALERTS", "telegram,webhook");
        assertThat(channels()).extracting(Channel::name).containsExactly("telegram", "webhook");
    }

    @Test
    void whatAWayNeedsIsAskedForByName() {
        environment.put("ALERTS", "telegram,email,webhook");
        environment.put("ALERT_SMTP_SERVER", "smtp.example.org");
        assertThatExceptionOfType(SettingsException.class).isThrownBy(this::channels)
                .withMessageContaining("ALERT_TELEGRAM_CHAT").withMessageContaining("alert_telegram_token")
                .withMessageContaining("ALERT_EMAIL_TO").withMessageContaining("ALERT_EMAIL_FROM")
                .withMessageContaining("ALERT_SMTP_SERVER is 'smtp.example.org', expected a host and a port")
                .withMessageContaining("alert_webhook_url");
        environment.clear();
        environment.put("ALERTS", "none,email");
        assertThatExceptionOfType(SettingsException.class).isThrownBy(this::channels).withMessageContaining("ALERTS");
        environment.put("ALERTS", "pigeon");
        assertThatExceptionOfType(SettingsException.class).isThrownBy(this::channels)
                .withMessageContaining("one of telegram, email, webhook, none");
    }

    private Channel telegram() throws IOException {
        environment.putAll(Map.of("ALERTS", "telegram", "ALERT_TELEGRAM_CHAT", "-100", "ALERT_TELEGRAM_URL",
                receiver.address()));
        secret("alert_telegram_token", TOKEN);
        return channels().getFirst();
    }

    private Channel webhook() throws IOException {
        environment.put("ALERTS", "webhook");
        secret("alert_webhook_url", receiver.address() + "/hook?key=secret");
        return channels().getFirst();
    }

    private Channel email(String security) throws IOException {
        environment.putAll(Map.of("ALERTS", "email", "ALERT_EMAIL_TO", "me@example.org", "ALERT_EMAIL_FROM",
                "hub@example.org", "ALERT_SMTP_SERVER", "127.0.0.1:" + mail.getSmtp().getPort(),
                "ALERT_SMTP_SECURITY", security));
        if (!Files.exists(secrets.resolve("alert_smtp_password"))) {
            secret("alert_smtp_password", "unset");
        }
        return channels().getFirst();
    }

    private void secret(String name, String text) throws IOException {
        Files.writeString(secrets.resolve(name), text);
    }

    private List<Channel> channels() {
        return SettingsReader.read(environment, SecretFiles.in(secrets), Channels::declare);
    }
}
