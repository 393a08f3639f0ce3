package io.tradinghub.testing.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.stream.Collectors;

import io.tradinghub.settings.SettingDeclaration;
import io.tradinghub.settings.SettingsReader;

/// Checks the tables of settings on pages against the code, or writes them anew with `-Dupdate.pages=true`.
public final class SettingsTable {
    private static final String HEAD = "| name | what it is | allowed | default |\n|---|---|---|---|\n";
    private static final String COMMAND = "mvn -q test -Dtest=SettingsPageTest,DocumentTest"
            + " -Dsurefire.failIfNoSpecifiedTests=false -Dupdate.pages=true";

    private SettingsTable() {}

    /// Checks the one table of the page: a row for each setting, in the order and in the words of the code.
    public static void check(Path page, Consumer<SettingsReader> declare) throws IOException {
        String text = Files.readString(page);
        int head = text.indexOf(HEAD);
        if (head < 0) {
            throw new AssertionError("%s has no table of settings; it begins with%n%s".formatted(page, HEAD));
        }
        int rows = head + HEAD.length();
        int end = text.indexOf("\n\n", rows - 1);
        String after = end < 0 ? "" : text.substring(end + 1);
        check(page, text.substring(0, rows)
                + SettingsReader.describe(declare).stream().map(SettingsTable::row).collect(Collectors.joining())
                + after);
    }

    /// Checks that the page says what is wanted, or writes it when it was asked to.
    public static void check(Path page, String wanted) throws IOException {
        if (Files.readString(page).equals(wanted)) {
            return;
        }
        if (!Boolean.getBoolean("update.pages")) {
            throw new AssertionError(
                    "%s does not say what the code declares; write it anew:%n%n  %s%n".formatted(page, COMMAND));
        }
        Files.writeString(page, wanted);
    }

    private static String row(SettingDeclaration setting) {
        return "| `%s` | %s | %s | `%s` |\n".formatted(setting.name(), setting.about(), setting.expected(),
                setting.absent());
    }
}
