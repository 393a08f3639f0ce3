package io.tradinghub.settings;

/// Where PostgreSQL is and as whom to enter: `url` is a JDBC address, `jdbc:postgresql://host:port/database`, without user and password.
public record PostgresSettings(String url, String user, Secret password, StoreTimeouts timeouts) {

    public PostgresSettings {
        if (!url.startsWith("jdbc:postgresql:")) {
            throw new IllegalArgumentException("postgres address must start with jdbc:postgresql:, got '%s'".formatted(url));
        }
        if (url.contains("password=")) {
            throw new IllegalArgumentException("postgres address must not carry a password; give it as a secret file");
        }
    }

    public PostgresSettings(String url, String user, Secret password) {
        this(url, user, password, StoreTimeouts.DEFAULT);
    }

    /// Declares `POSTGRES_URL`, `POSTGRES_USER` and the secret `postgres_password`.
    public static Setting<PostgresSettings> declare(SettingsReader in) {
        Setting<String> url = in.text("POSTGRES_URL", "JDBC address of PostgreSQL, without user and password.")
                .orElse("jdbc:postgresql://postgres:5432/hub");
        Setting<String> user = in.text("POSTGRES_USER", "As whom to enter; a bot enters as its BOT_ID.").required();
        Setting<Secret> password = in.secret("postgres_password", "Password of that PostgreSQL role.");
        return in.combine(() -> new PostgresSettings(url.get(), user.get(), password.get()));
    }
}
