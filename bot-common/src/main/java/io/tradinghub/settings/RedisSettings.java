package io.tradinghub.settings;

import java.time.Duration;
import java.util.Optional;

/// Where Redis is and as whom to enter. Without a login the server must let anyone in, as one that listens on this
/// machine alone may.
public record RedisSettings(String host, int port, Optional<Login> login, StoreTimeouts timeouts) {

    public RedisSettings {
        if (host.isBlank() || port < 1 || port > 65_535) {
            throw new IllegalArgumentException(
                    "redis needs a host and a port from 1 to 65535, got '%s' and %d".formatted(host, port));
        }
    }

    /// Declares `REDIS_HOST`, `REDIS_PORT`, `REDIS_USER` and the secret `redis_password`.
    public static Setting<RedisSettings> declare(SettingsReader in) {
        Setting<String> host = in.text("REDIS_HOST", "Where Redis is.").orElse("redis");
        Setting<Integer> port = in.integer("REDIS_PORT", "Its port.", 1, 65_535).orElse(6379);
        Setting<String> user = in.text("REDIS_USER", "As whom to enter; a bot enters as its BOT_ID.").required();
        Setting<Secret> password = in.secret("redis_password", "Password of that Redis user.");
        return in.combine(
                () -> new RedisSettings(host.get(), port.get(), Optional.of(new Login(user.get(), password.get())),
                        StoreTimeouts.DEFAULT));
    }

    /// The same for a command of a person, who waits no longer than this.
    public RedisSettings within(Duration deadline) {
        return new RedisSettings(host, port, login, timeouts.within(deadline));
    }

    /// An ACL user of Redis.
    public record Login(String user, Secret password) {}
}
