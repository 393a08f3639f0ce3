package io.tradinghub.guardian;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;

import io.tradinghub.guardian.fleet.FleetLimits;
import io.tradinghub.settings.PostgresSettings;
import io.tradinghub.settings.SecretFiles;
import io.tradinghub.settings.SettingsReader;
import io.tradinghub.testing.store.PostgresServer;
import io.tradinghub.testing.store.RedisServer;

/// Starts guardians on real stores, with settings and secret files as in a container.
record GuardianStart(Path secrets, PostgresServer postgres, RedisServer redis, Receiver receiver) {

    /// @param isPinged whether the receiver is the address to ping
    Guardian open(PostgresSettings role, FleetLimits limits, boolean isPinged, Guardian.Disk disk,
            InstantSource clock) {
        write("postgres_password", "postgres");
        write("redis_password", "none");
        write("alert_webhook_url", receiver.address() + "/alerts");
        write("guardian_dead_man_url", receiver.address() + "/ping");
        GuardianSettings read = SettingsReader.read(Map.of("ALERTS", "webhook", "POSTGRES_URL", postgres.url(),
                "POSTGRES_USER", "guardian", "REDIS_USER", "guardian", "HUB_DOMAIN", "hub.example.org",
                "GUARDIAN_DEAD_MAN", Boolean.toString(isPinged)), SecretFiles.in(secrets), GuardianSettings::declare);
        GuardianSettings settings = new GuardianSettings(read.hub(), read.alerts(), limits, read.deadMan(), role,
                redis.settings(), read.heartbeat());
        return new Guardian(settings, disk, clock, Runnable::run);
    }

    private void write(String name, String text) {
        try {
            Files.writeString(secrets.resolve(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
