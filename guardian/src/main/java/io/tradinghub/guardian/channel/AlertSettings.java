package io.tradinghub.guardian.channel;

import java.time.Duration;
import java.util.List;

import io.tradinghub.settings.Setting;
import io.tradinghub.settings.SettingsReader;

/// How people are told.
///
/// @param channels empty when nobody is told
/// @param repeatAfter how often people are reminded of what lasts
public record AlertSettings(List<Channel> channels, Duration repeatAfter) {
    public AlertSettings {
        channels = List.copyOf(channels);
    }

    /// Declares `ALERTS` and every other variable and secret file of alerts.
    public static Setting<AlertSettings> declare(SettingsReader in) {
        Setting<List<Channel>> channels = Channels.declare(in);
        Setting<Duration> repeatAfter = in.duration("ALERT_REPEAT", "How often an alert that lasts is told again.",
                Duration.ofMinutes(5), Duration.ofDays(7)).orElse(Duration.ofHours(4));
        return in.combine(() -> new AlertSettings(channels.get(), repeatAfter.get()));
    }
}
