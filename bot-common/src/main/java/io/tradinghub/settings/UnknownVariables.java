package io.tradinghub.settings;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Finds variables that are meant for the hub and that nothing reads: a misspelt limit must not be silently no limit.
///
/// Meant for the hub is what starts like a setting of this application (`REDIS_`, `RISK_`) or with `HUB_` or `BOT_`,
/// what is one letter away from a setting, what was a setting once, and what is a setting of another bot
/// (`bots.properties`).
final class UnknownVariables {
    private static final Set<String> OWN_PREFIXES = Set.of("HUB_", "BOT_");
    /// Settings of older versions, and why there is none any more.
    private static final Map<String, String> FORMER = Map.of("HISTORY_DEADLINE",
            "a bot waits for stored candles as long as it takes, and enters nothing in that instrument meanwhile",
            "FALLBACK_STOP", "RISK_DISASTER_STOP, in percent, is how far away any stop may be");
    /// Whose the settings are that start so.
    private static final Map<String, String> BOTS = bots();
    private static final int HINT_DISTANCE = 4;
    private final Set<String> variables = new TreeSet<>();
    private final Set<String> secretFiles = new TreeSet<>();
    private final Set<String> prefixes = new TreeSet<>(OWN_PREFIXES);

    UnknownVariables(List<SettingDeclaration> declarations) {
        variables.add(SecretFiles.FOLDER_VARIABLE);
        for (SettingDeclaration declaration : declarations) {
            if (declaration.kind() == SettingDeclaration.Kind.SECRET_FILE) {
                secretFiles.add(declaration.name());
            } else {
                variables.add(declaration.name());
            }
            String upper = declaration.name().toUpperCase(Locale.ROOT);
            if (upper.contains("_")) {
                prefixes.add(upper.substring(0, upper.indexOf('_') + 1));
            }
        }
    }

    List<SettingsFault> in(Map<String, String> environment) {
        return environment.keySet().stream().filter(name -> !variables.contains(name)).filter(this::isMeantForTheHub)
                .sorted()
                .map(this::fault).collect(Collectors.toList());
    }

    private boolean isMeantForTheHub(String name) {
        return FORMER.containsKey(name) || otherBot(name).isPresent() || prefixes.stream().anyMatch(name::startsWith)
                || variables.stream().anyMatch(known -> distance(known, name) == 1);
    }

    private SettingsFault fault(String name) {
        String asFile = name.toLowerCase(Locale.ROOT);
        if (secretFiles.contains(asFile)) {
            return new SettingsFault(name,
                    "%s must not be an environment variable: put it into the secret file %s.".formatted(name, asFile));
        }
        String why = FORMER.get(name);
        if (why != null) {
            return new SettingsFault(name, "%s is no setting any more: %s. Remove it.".formatted(name, why));
        }
        Optional<String> otherBot = otherBot(name);
        if (otherBot.isPresent()) {
            return new SettingsFault(name,
                    "%s is a setting of %s, not of this program. Remove it.".formatted(name, otherBot.get()));
        }
        String hint = nearest(name).map(" Did you mean %s?"::formatted)
                .orElse(" Remove it; docs/settings.md lists all settings.");
        return new SettingsFault(name, "%s is not a setting of this program.%s".formatted(name, hint));
    }

    private Optional<String> otherBot(String name) {
        return BOTS.entrySet().stream()
                .filter(bot -> name.startsWith(bot.getKey()) && !prefixes.contains(bot.getKey().substring(0,
                        bot.getKey().indexOf('_') + 1)))
                .map(Map.Entry::getValue).findFirst();
    }

    private static Map<String, String> bots() {
        Properties read = new Properties();
        try (InputStream file = Objects.requireNonNull(UnknownVariables.class.getResourceAsStream("bots.properties"))) {
            read.load(file);
        } catch (IOException e) {
            throw new UncheckedIOException("the program lacks a part of itself", e);
        }
        return read.stringPropertyNames().stream()
                .collect(Collectors.toUnmodifiableMap(name -> name, read::getProperty));
    }

    private Optional<String> nearest(String name) {
        return variables.stream().filter(known -> distance(known, name) <= HINT_DISTANCE)
                .min(Comparator.comparingInt(known -> distance(known, name)));
    }

    /// Levenshtein's edit distance.
    private static int distance(String one, String other) {
        int[] row = new int[other.length() + 1];
        for (int j = 0; j <= other.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                int replaced = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j - 1], row[j]) + 1);
            }
        }
        return row[other.length()];
    }
}
