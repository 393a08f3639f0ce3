package io.tradinghub.house;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.tradinghub.arbitrage.ArbitrageSettings;
import io.tradinghub.db.DbSettings;
import io.tradinghub.guardian.GuardianSettings;
import io.tradinghub.meanreversion.MeanReversionSettings;
import io.tradinghub.momentum.MomentumSettings;
import io.tradinghub.recorder.RecorderEnvironment;
import io.tradinghub.runner.BotSettings;
import io.tradinghub.settings.SettingDeclaration;
import io.tradinghub.settings.SettingsReader;
import io.tradinghub.testing.store.SettingsTable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// `docs/settings.md` lists what the code reads, in the words of the code.
class SettingsPageTest {
    /// A name that is given a value at the start of a line, or whose value a compose file asks for.
    private static final Pattern ENV_NAME = Pattern.compile("(?m)^([A-Z_]+)=|\\$\\{([A-Z_]+)");
    /// Where the stores are and who enters them is the compose file's, and the heartbeat's file the image's.
    private static final Pattern NOT_FOR_USERS = Pattern.compile("(POSTGRES|REDIS|INFLUX)_.*|HEARTBEAT_FILE");
    private static final String BEGIN = "<!-- from here on made by SettingsPageTest -->\n";
    private static final List<Application> APPLICATIONS = List.of(new Application("Every bot", BotSettings::declare),
            new Application("bot-momentum", MomentumSettings::declare),
            new Application("bot-meanreversion", MeanReversionSettings::declare),
            new Application("bot-arbitrage", ArbitrageSettings::declare),
            new Application("recorder", RecorderEnvironment::declare),
            new Application("db", DbSettings::declare), new Application("guardian", GuardianSettings::declare));

    /// What is shown under one heading.
    private record Application(String heading, Consumer<SettingsReader> declare) {}

    @Test
    void saysWhatTheCodeReads() throws IOException {
        Path page = Reactor.root().resolve("docs/settings.md");
        String text = Reactor.text(page);
        String made = APPLICATIONS.stream().map(SettingsPageTest::section).collect(Collectors.joining());
        String wanted = text.substring(0, text.indexOf(BEGIN) + BEGIN.length()) + made;
        SettingsTable.check(page, wanted);
    }

    @Test
    void hasARowForEveryNameOfTheEnvFile() {
        String text = Reactor.text(Reactor.root().resolve("docs/settings.md"));
        String byHand = text.substring(0, text.indexOf(BEGIN));
        Set<String> names = new TreeSet<>();
        Reactor.files().stream()
                .filter(file -> file.getFileName().toString().matches("docker-compose.*\\.yml|\\.env\\.example"))
                .forEach(file -> ENV_NAME.matcher(Reactor.text(file)).results().map(SettingsPageTest::name)
                        .forEach(names::add));
        assertThat(names).contains("HUB_DOMAIN", "SIM_SEED")
                .allSatisfy(name -> assertThat(byHand).contains("\n| `" + name + "` |"));
    }

    @Test
    void aSettingOfOneBotIsRefusedByNameByEveryOther() {
        List<Application> bots = APPLICATIONS.stream().filter(one -> one.heading.startsWith("bot-")).toList();
        for (Application bot : bots) {
            for (Application owner : bots) {
                Set<String> strange = new TreeSet<>(variables(owner));
                strange.removeAll(variables(bot));
                assertThat(strange.isEmpty()).as("%s has settings of its own", owner.heading)
                        .isEqualTo(bot.equals(owner));
                for (String name : strange) {
                    assertThatThrownBy(() -> SettingsReader.read(Map.of(name, "1"), in -> {
                        bot.declare.accept(in);
                        return () -> name;
                    })).as(bot.heading).hasMessageContaining(name + " is a setting of ");
                }
            }
        }
    }

    private static List<String> variables(Application application) {
        return SettingsReader.describe(application.declare).stream()
                .filter(setting -> setting.kind() == SettingDeclaration.Kind.VARIABLE).map(SettingDeclaration::name)
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"recorder", "db", "guardian"})
    void whatAServiceReadsIsPassedThroughToIt(String service) {
        Application application = APPLICATIONS.stream().filter(one -> one.heading.equals(service)).findFirst()
                .orElseThrow();
        List<String> names = SettingsReader.describe(application.declare).stream()
                .filter(setting -> setting.kind() == SettingDeclaration.Kind.VARIABLE).map(SettingDeclaration::name)
                .filter(name -> !NOT_FOR_USERS.matcher(name).matches()).toList();
        assertThat(
                ComposeFile.map(ComposeFile.read("docker-compose.yml").at("services", service, "environment")).keySet())
                .map(Object::toString).containsAll(names);
    }

    private static String name(MatchResult match) {
        return match.group(1) != null ? match.group(1) : match.group(2);
    }

    private static String section(Application application) {
        List<SettingDeclaration> declarations = SettingsReader.describe(application.declare);
        assertThat(declarations).isNotEmpty();
        return "\n## " + application.heading + "\n\n| name | what it is | allowed | default |\n|---|---|---|---|\n"
                + declarations.stream().map(SettingsPageTest::row).collect(Collectors.joining());
    }

    private static String row(SettingDeclaration setting) {
        String name = switch (setting.kind()) {
            case VARIABLE -> "`%s`".formatted(setting.name());
            case SECRET_FILE -> "secret `%s`".formatted(setting.name());
        };
        String about = setting.condition().isEmpty()
                ? setting.about()
                : "%s Read when `%s`.".formatted(setting.about(), setting.condition());
        String absent = List.of("required", "none").contains(setting.absent())
                ? setting.absent()
                : "`%s`".formatted(setting.absent());
        return "| %s | %s | %s | %s |\n".formatted(name, about, setting.expected(), absent);
    }
}
