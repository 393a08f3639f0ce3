package io.tradinghub.settings;

import java.nio.file.Path;
import java.util.regex.Pattern;

/// One thing wrong with the settings, in words for the person who set them. Credentials that stand in a value are
/// masked.
public record SettingsFault(String name, String message) {
    private static final Pattern ASSIGNED = Pattern.compile("(?i)(password|passwd|token|secret|key)=[^&;\\s]*");
    private static final Pattern USER_INFO = Pattern.compile("://\\S*@");

    static SettingsFault notSet(String name, String expected) {
        return new SettingsFault(name, "%s environment variable not set. Expected %s.".formatted(name, expected));
    }

    static SettingsFault wrong(String name, String found, String expected) {
        return new SettingsFault(name, "%s is '%s', expected %s.".formatted(name, masked(found), expected));
    }

    static SettingsFault secret(String name, String reason, String about) {
        return new SettingsFault(name, "%s. Expected one line: %s".formatted(reason, about));
    }

    static SettingsFault unset(String name, Path file, String how) {
        return new SettingsFault(name,
                "%s is not set yet (%s is as ./hub init wrote it): %s.".formatted(name, file, how));
    }

    private static String masked(String value) {
        return USER_INFO.matcher(ASSIGNED.matcher(value).replaceAll("$1=***")).replaceAll("://***@");
    }

    @Override
    public String toString() {
        return message;
    }
}
