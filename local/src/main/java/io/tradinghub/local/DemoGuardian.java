package io.tradinghub.local;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import io.tradinghub.guardian.GuardianSettings;
import io.tradinghub.guardian.channel.AlertSettings;
import io.tradinghub.guardian.fleet.FleetLimits;
import io.tradinghub.settings.SecretFiles;
import io.tradinghub.settings.SettingsException;
import io.tradinghub.settings.SettingsReader;

/// The guardian of the demo tells people the way that `.env` says for the hub; `./hub demo` passes that on as
/// variables.
final class DemoGuardian {
    static final String ACCOUNT = "guardian";
    private static final String HUB = "demo";

    private DemoGuardian() {}

    /// The settings of the guardian; empty when nobody is to be told.
    ///
    /// @throws DemoException when the settings of alerts are wrong
    static Optional<GuardianSettings> settings(Map<String, String> environment, DemoStores stores, DemoFolder folder) {
        AlertSettings alerts = alerts(environment);
        return alerts.channels().isEmpty()
                ? Optional.empty()
                : Optional.of(new GuardianSettings(HUB, alerts, FleetLimits.OFF, Optional.empty(),
                        stores.as(ACCOUNT, folder.secret(ACCOUNT)),
                        stores.redisSettings(), Optional.empty()));
    }

    /// What the variables of alerts say; other variables are not the demo's to judge.
    static AlertSettings alerts(Map<String, String> environment) {
        Map<String, String> ofAlerts = environment.entrySet().stream()
                .filter(variable -> variable.getKey().startsWith("ALERT"))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        try {
            return SettingsReader.read(ofAlerts, SecretFiles.from(environment), AlertSettings::declare);
        } catch (SettingsException wrong) {
            throw new DemoException(String.valueOf(wrong.getMessage()));
        }
    }
}
