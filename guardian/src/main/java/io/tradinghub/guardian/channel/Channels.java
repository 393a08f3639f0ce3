package io.tradinghub.guardian.channel;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.tradinghub.settings.Secret;
import io.tradinghub.settings.Setting;
import io.tradinghub.settings.SettingsReader;

/// The channels that `ALERTS` names, from their settings.
final class Channels {
    private static final Pattern SERVER = Pattern.compile("([A-Za-z0-9.-]+):(\\d{1,5})");

    private Channels() {}

    /// Declares `ALERTS` and what each way needs.
    static Setting<List<Channel>> declare(SettingsReader in) {
        Setting<List<Way>> ways = in.checked(
                in.list("ALERTS", "How people are told of alerts; several ways are all used.",
                        "one of telegram, email, webhook, none", Way::parse).orElse(List.of(Way.NONE)),
                "ALERTS", found -> found.size() > 1 && found.contains(Way.NONE) ? "none alone, or no none" : "");
        Setting<Optional<Channel>> telegram = in.when(() -> ways.get().contains(Way.TELEGRAM), "ALERTS has telegram",
                Channels::telegram);
        Setting<Optional<Channel>> email = in.when(() -> ways.get().contains(Way.EMAIL), "ALERTS has email",
                Channels::email);
        Setting<Optional<Channel>> webhook = in.when(() -> ways.get().contains(Way.WEBHOOK), "ALERTS has webhook",
                Channels::webhook);
        return in.combine(() -> {
            List<Channel> channels = new ArrayList<>();
            ways.get();
            for (Setting<Optional<Channel>> channel : List.of(telegram, email, webhook)) {
                channel.get().ifPresent(channels::add);
            }
            return List.copyOf(channels);
        });
    }

    private static Setting<Channel> telegram(SettingsReader in) {
        Setting<String> chat = in.text("ALERT_TELEGRAM_CHAT", "The chat that gets alerts, by its number or @name.")
                .required();
        Setting<URI> api = in.uri("ALERT_TELEGRAM_URL", "Telegram's Bot API, or a server of your own for it.", "https",
                "http").orElse(URI.create("https://api.telegram.org"));
        Setting<Secret> token = in.secret("alert_telegram_token", "Token of your bot, from @BotFather.");
        return in.combine(() -> new TelegramChannel(Http.open(), api.get(), token.get(), chat.get()));
    }

    private static Setting<Channel> webhook(SettingsReader in) {
        Setting<Secret> address = in.secret("alert_webhook_url", "Address that gets alerts as JSON.");
        return in.combine(() -> new WebhookChannel(Http.open(), address.get()));
    }

    private static Setting<Channel> email(SettingsReader in) {
        Setting<String> to = in.text("ALERT_EMAIL_TO", "The address that gets alerts.").required();
        Setting<String> from = in.text("ALERT_EMAIL_FROM", "The sender's address.").required();
        Setting<String> server = in.checked(
                in.text("ALERT_SMTP_SERVER", "The mail server and its port, like smtp.example.org:587.").required(),
                "ALERT_SMTP_SERVER", text -> isServer(text) ? "" : "a host and a port, like smtp.example.org:587");
        Setting<EmailSettings.Security> security = in
                .choice("ALERT_SMTP_SECURITY",
                        "How the line there is encrypted: tls from the first byte (port 465), starttls after the greeting.",
                        EmailSettings.Security.class)
                .orElse(EmailSettings.Security.STARTTLS);
        Setting<Optional<String>> user = in.text("ALERT_SMTP_USER", "The user name there; none for no login.")
                .optional();
        Setting<Secret> password = in.secret("alert_smtp_password", "Password of that user.");
        Supplier<EmailSettings> settings = () -> new EmailSettings(to.get(), from.get(), host(server.get()),
                port(server.get()), security.get(),
                user.get().map(name -> new EmailSettings.Login(name, password.get())));
        return in.combine(() -> new EmailChannel(settings.get()));
    }

    private static boolean isServer(String text) {
        Matcher matcher = SERVER.matcher(text.strip());
        return matcher.matches() && port(text) >= 1 && port(text) <= 65_535;
    }

    private static String host(String server) {
        return server.strip().substring(0, server.strip().lastIndexOf(':'));
    }

    private static int port(String server) {
        return Integer.parseInt(server.strip().substring(server.strip().lastIndexOf(':') + 1));
    }

    /// A word of `ALERTS`.
    private enum Way {
        TELEGRAM("telegram"), EMAIL("email"), WEBHOOK("webhook"), NONE("none");

        private final String word;

        Way(String word) {
            this.word = word;
        }

        static Way parse(String text) {
            for (Way way : values()) {
                if (way.word.equals(text)) {
                    return way;
                }
            }
            throw new IllegalArgumentException(text);
        }

        @Override
        public String toString() {
            return word;
        }
    }
}
