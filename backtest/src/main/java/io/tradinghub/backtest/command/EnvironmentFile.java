package io.tradinghub.backtest.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

import io.tradinghub.backtest.BacktestException;

/// The file of a bot's settings as Docker Compose reads it: `NAME=VALUE` a line, comments after `#`.
final class EnvironmentFile {

    private EnvironmentFile() {}

    /// All settings of the file, in their order.
    static Map<String, String> read(Path file) {
        Map<String, String> settings = new LinkedHashMap<>();
        try {
            for (String line : Files.readAllLines(file)) {
                String text = line.strip();
                int equals = text.indexOf('=');
                if (!text.startsWith("#") && equals > 0) {
                    settings.put(text.substring(0, equals).strip(), unquoted(text.substring(equals + 1).strip()));
                }
            }
        } catch (IOException e) {
            throw new BacktestException("%s: cannot be read: %s".formatted(file, e.getMessage()), e);
        }
        return settings;
    }

    private static String unquoted(String value) {
        boolean isQuoted = value.length() >= 2 && (value.charAt(0) == '"' || value.charAt(0) == '\'')
                && value.charAt(value.length() - 1) == value.charAt(0);
        return isQuoted ? value.substring(1, value.length() - 1) : value;
    }
}
