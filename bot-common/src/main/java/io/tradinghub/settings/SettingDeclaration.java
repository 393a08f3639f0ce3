package io.tradinghub.settings;

/// What the code says about one setting; `docs/settings.md` is checked against these.
///
/// @param name the environment variable, or the name of the secret file
/// @param expected what a good value looks like
/// @param absent what happens without it: `required`, or the default
/// @param condition when it is read at all; empty for always
public record SettingDeclaration(String name, Kind kind, String about, String expected, String absent,
        String condition) {

    /// Where a setting comes from.
    public enum Kind {
        VARIABLE, SECRET_FILE
    }

    SettingDeclaration under(String newCondition) {
        String joined = condition.isEmpty() ? newCondition : newCondition + " and " + condition;
        return new SettingDeclaration(name, kind, about, expected, absent, joined);
    }
}
