package io.tradinghub.guardian;

import java.nio.file.Path;
import java.util.Optional;

import io.tradinghub.guardian.channel.AlertSettings;
import io.tradinghub.guardian.channel.DeadManAddress;
import io.tradinghub.guardian.fleet.FleetLimits;
import io.tradinghub.operations.Heartbeat;
import io.tradinghub.settings.PostgresSettings;
import io.tradinghub.settings.RedisSettings;
import io.tradinghub.settings.Setting;
import io.tradinghub.settings.SettingsReader;

/// Where the stores are, what the guardian acts on, and how people are told.
///
/// @param hub how messages name this hub
/// @param deadMan who outside notices when this host is dead; empty when nobody does
public record GuardianSettings(String hub, AlertSettings alerts, FleetLimits fleet,
        Optional<DeadManAddress> deadMan, PostgresSettings postgres, RedisSettings redis, Optional<Path> heartbeat) {

    /// Declares the variables and secret files that the program reads.
    public static Setting<GuardianSettings> declare(SettingsReader in) {
        Setting<AlertSettings> alerts = AlertSettings.declare(in);
        Setting<String> hub = in.text("HUB_DOMAIN", "How messages name this hub.").orElse("localhost");
        Setting<FleetLimits> fleet = FleetLimits.declare(in);
        Setting<Boolean> isWatched = in
                .flag("GUARDIAN_DEAD_MAN",
                        "Whether an address outside is pinged, which notices when this host is dead.")
                .orElse(false);
        Setting<Optional<DeadManAddress>> deadMan = in.when(isWatched, "GUARDIAN_DEAD_MAN=true",
                DeadManAddress::declare);
        Setting<PostgresSettings> postgres = PostgresSettings.declare(in);
        Setting<RedisSettings> redis = RedisSettings.declare(in);
        Setting<Optional<Path>> heartbeat = Heartbeat.declare(in);
        return in
                .combine(() -> new GuardianSettings(hub.get(), alerts.get(), fleet.get(), deadMan.get(), postgres.get(),
                        redis.get(), heartbeat.get()));
    }
}
