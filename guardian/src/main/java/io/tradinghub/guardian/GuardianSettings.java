package io.tradinghub.guardian;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

import io.tradinghub.guardian.channel.Channel;
import io.tradinghub.guardian.channel.Channels;
import io.tradinghub.operations.Heartbeat;
import io.tradinghub.settings.PostgresSettings;
import io.tradinghub.settings.RedisSettings;
import io.tradinghub.settings.Setting;
import io.tradinghub.settings.SettingsReader;

/// Where the stores are, and how people are told.
///
/// @param hub how messages name this hub
/// @param channels empty when nobody is told
/// @param repeatAfter how often people are reminded of what lasts
public record GuardianSettings(String hub, List<Channel> channels, Duration repeatAfter, PostgresSettings postgres,
        RedisSettings redis, Optional<Path> heartbeat) {

    public GuardianSettings {
        channels = List.copyOf(channels);
    }

    /// Declares the variables and secret files that the program reads.
    public static Setting<GuardianSettings> declare(SettingsReader in) {
        Setting<List<Channel>> channels = Channels.declare(in);
        Setting<Duration> repeatAfter = in.duration("ALERT_REPEAT", "How often an alert that lasts is told again.",
                Duration.ofMinutes(5), Duration.ofDays(7)).orElse(Duration.ofHours(4));
        Setting<String> hub = in.text("HUB_DOMAIN", "How messages name this hub.").orElse("localhost");
        Setting<PostgresSettings> postgres = PostgresSettings.declare(in);
        Setting<RedisSettings> redis = RedisSettings.declare(in);
        Setting<Optional<Path>> heartbeat = Heartbeat.declare(in);
        return in.combine(() -> new GuardianSettings(hub.get(), channels.get(), repeatAfter.get(), postgres.get(),
                redis.get(), heartbeat.get()));
    }
}
