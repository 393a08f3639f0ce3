package io.tradinghub.testing.store;

import java.util.List;
import java.util.function.Consumer;

import io.tradinghub.settings.SettingDeclaration;
import io.tradinghub.settings.SettingsReader;

/// The rows that a page about a program must have: one for each setting that the program declares.
public final class SettingsTable {

    private SettingsTable() {}

    public static List<String> rows(Consumer<SettingsReader> declare) {
        return SettingsReader.describe(declare).stream().map(SettingsTable::row).toList();
    }

    private static String row(SettingDeclaration setting) {
        return "| `%s` | %s | %s | `%s` |".formatted(setting.name(), setting.about(), setting.expected(),
                setting.absent());
    }
}
