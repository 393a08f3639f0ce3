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
}
