package io.tradinghub.settings;

import java.util.regex.Pattern;

/// Where PostgreSQL is and as whom to enter: `url` is a JDBC address, `jdbc:postgresql://host:port/database`, without
/// user and password.
public record PostgresSettings(String url, String user, Secret password, StoreTimeouts timeouts) {
    private static final String ADDRESS = "an address like jdbc:postgresql://host:5432/hub, without user and password";
    private static final Pattern CREDENTIALS = Pattern.compile("(?i)@|[?&](user|password)=");

    public PostgresSettings {
        if (!isAddress(url)) {
            throw new IllegalArgumentException("url must be " + ADDRESS);
        }
    }

    public PostgresSettings(String url, String user, Secret password) {
        this(url, user, password, StoreTimeouts.DEFAULT);
    }

    /// Declares `POSTGRES_URL`, `POSTGRES_USER` and the secret `postgres_password`.
    public static Setting<PostgresSettings> declare(SettingsReader in) {
        Setting<String> url = in.checked(
                in.text("POSTGRES_URL", "JDBC address of PostgreSQL, without user and password.")
                        .orElse("jdbc:postgresql://postgres:5432/hub"),
                "POSTGRES_URL", text -> isAddress(text) ? "" : ADDRESS);
        Setting<String> user = in.text("POSTGRES_USER", "As whom to enter; a bot enters as its BOT_ID.").required();
        Setting<Secret> password = in.secret("postgres_password", "Password of that PostgreSQL role.");
        return in.combine(() -> new PostgresSettings(url.get(), user.get(), password.get()));
    }

    private static boolean isAddress(String url) {
        return url.startsWith("jdbc:postgresql:") && !CREDENTIALS.matcher(url).find();
    }
}
