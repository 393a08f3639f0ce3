package io.tradinghub.guardian;

import java.nio.file.Path;
import java.util.Optional;

import io.tradinghub.guardian.channel.AlertSettings;
import io.tradinghub.operations.Heartbeat;
import io.tradinghub.settings.PostgresSettings;
import io.tradinghub.settings.RedisSettings;
import io.tradinghub.settings.Setting;
import io.tradinghub.settings.SettingsReader;

/// Where the stores are, and how people are told.
///
/// @param hub how messages name this hub
public record GuardianSettings(String hub, AlertSettings alerts, PostgresSettings postgres, RedisSettings redis,
        Optional<Path> heartbeat) {

    /// Declares the variables and secret files that the program reads.
    public static Setting<GuardianSettings> declare(SettingsReader in) {
        Setting<AlertSettings> alerts = AlertSettings.declare(in);
        Setting<String> hub = in.text("HUB_DOMAIN", "How messages name this hub.").orElse("localhost");
        Setting<PostgresSettings> postgres = PostgresSettings.declare(in);
        Setting<RedisSettings> redis = RedisSettings.declare(in);
        Setting<Optional<Path>> heartbeat = Heartbeat.declare(in);
        return in.combine(() -> new GuardianSettings(hub.get(), alerts.get(), postgres.get(), redis.get(),
                heartbeat.get()));
    }
}
