package io.tradinghub.db.grafana;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Checks the provisioned files; each rule fires on the seed row that was written for it.
class AlertRulesTest {
    private static final Path PROVISIONING = Dashboard.FOLDER.resolve("provisioning");
    private static final Pattern VARIABLE = Pattern.compile("\\$(?!__file)(\\{?\\w+)");
    private static SeededPostgres postgres;

    @BeforeAll
    static void start() {
        postgres = SeededPostgres.start();
    }

    @AfterAll
    static void stop() {
        postgres.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"hub-risk-event", "hub-drawdown", "hub-order-rejects", "hub-gap"})
    void firesOnTheSeededFault(String uid) throws Exception {
        JsonNode rule = rule(uid);
        double limit = rule.at("/data/1/model/conditions/0/evaluator/params/0").asDouble();
        List<List<Object>> rows = postgres.rowsAsGrafana(sql(rule));
        assertThat(rows.stream().filter(row -> ((Number) row.getLast()).doubleValue() > limit)).as("rows that fire")
                .hasSize(1);
    }

    @Test
    void firesForABotThatWentSilentAndOneThatNeverStarted() throws Exception {
        JsonNode rule = rule("hub-bot-silent");
        double limit = rule.at("/data/1/model/conditions/0/evaluator/params/0").asDouble();
        assertThat(postgres.rowsAsGrafana(sql(rule)).stream().filter(row -> (Double) row.getLast() > limit))
                .extracting(List::getFirst).containsExactlyInAnyOrder("bot_3_arbitrage", "bot_4_never_started");
    }

    @Test
    void returnsTheSizeOfTheDatabase() throws Exception {
        assertThat(postgres.rowsAsGrafana(sql(rule("hub-database-size")))).singleElement()
                .satisfies(row -> assertThat((Double) row.getFirst()).isBetween(1e6, 1e9));
    }

    @Test
    void everyRuleHasAConditionAKnownSourceAndASummary() {
        Set<String> uids = new HashSet<>();
        for (JsonNode rule : rules()) {
            String uid = rule.path("uid").asText();
            assertThat(uids.add(uid)).as(uid).isTrue();
            assertThat(rule.at("/annotations/summary").asText()).as(uid).isNotBlank();
            assertThat(rule.at("/labels/severity").asText()).as(uid).isIn("critical", "warning");
            assertThat(rule.at("/labels/notify").asText()).as(uid).isEqualTo("${HUB_ALERTS}");
            List<JsonNode> steps = Dashboard.list(rule.path("data"));
            assertThat(steps.getFirst().path("datasourceUid").asText()).as(uid).isIn("postgres", "influx");
            assertThat(steps.getLast().path("refId").asText()).as(uid).isEqualTo(rule.path("condition").asText());
        }
        assertThat(uids).hasSize(9);
    }

    @Test
    void dataSourcesHaveTheUidsOfTheDashboardsAndNoSecrets() {
        JsonNode sources = yaml(PROVISIONING.resolve("datasources/hub.yaml")).path("datasources");
        assertThat(sources).extracting(source -> source.path("uid").asText()).containsExactly("influx", "postgres",
                "redis");
        assertThat(sources).allSatisfy(source -> assertThat(source.path("secureJsonData"))
                .allSatisfy(secret -> assertThat(secret.asText()).matches("\\$__file\\{/run/secrets/\\w+}")));
    }

    @Test
    void routesToEveryNamedContactPointAndMutesTheRest() {
        JsonNode delivery = yaml(PROVISIONING.resolve("alerting/delivery.yaml"));
        List<JsonNode> routes = Dashboard.list(delivery.at("/policies/0/routes"));
        JsonNode last = routes.getLast();
        assertThat(delivery.path("contactPoints")).extracting(point -> point.path("name").asText()).containsExactly(
                "telegram",
                "email", "webhook");
        assertThat(routes.subList(0, 3)).allSatisfy(route -> {
            assertThat(route.path("object_matchers").toString())
                    .isEqualTo("[[\"notify\",\"=~\",\".*%s.*\"]]".formatted(route.path("receiver").asText()));
            assertThat(route.path("continue").asBoolean()).isTrue();
        });
        assertThat(last.path("object_matchers").toString()).isEqualTo("[[\"alertname\",\"=~\",\".+\"]]");
        assertThat(last.path("mute_time_intervals").toString()).isEqualTo("[\"always\"]");
    }

    /// Grafana does not start with a contact point without an address, so each variable needs a value even when its
    /// contact point is unused.
    @Test
    void composeSetsEveryVariableOfTheFiles() throws IOException {
        String compose = Files.readString(Dashboard.FOLDER.resolve("../docker-compose.yml"));
        for (Path file : provisioned()) {
            Matcher variable = VARIABLE.matcher(Files.readString(file));
            while (variable.find()) {
                String name = variable.group(1).replace("{", "");
                assertThat(compose).as("%s in %s", name, file).containsPattern("(?m)^      " + name + ": \\S+");
            }
        }
    }

    /// Compose mounts every secret that Grafana's files read into its container under that name.
    @Test
    void composeMountsEverySecretOfTheFiles() throws IOException {
        JsonNode service = yaml(Dashboard.FOLDER.resolve("../docker-compose.yml")).at("/services/grafana");
        List<String> mounted = Dashboard.list(service.path("secrets")).stream()
                .map(secret -> secret.path("target").asText())
                .toList();
        for (Path file : provisioned()) {
            Matcher secret = Pattern.compile("/run/secrets/(\\w+)").matcher(Files.readString(file));
            while (secret.find()) {
                assertThat(mounted).as(file.toString()).contains(secret.group(1));
            }
        }
    }

    private static String sql(JsonNode rule) {
        return rule.at("/data/0/model/rawSql").asText();
    }

    private static JsonNode rule(String uid) {
        return rules().stream().filter(rule -> rule.path("uid").asText().equals(uid)).findFirst().orElseThrow();
    }

    static List<JsonNode> rules() {
        List<JsonNode> rules = new ArrayList<>();
        yaml(PROVISIONING.resolve("alerting/rules.yaml")).path("groups")
                .forEach(group -> rules.addAll(Dashboard.list(group.path("rules"))));
        return rules;
    }

    private static List<Path> provisioned() throws IOException {
        try (Stream<Path> files = Files.walk(PROVISIONING)) {
            return files.filter(file -> file.toString().endsWith(".yaml")).toList();
        }
    }

    private static JsonNode yaml(Path file) {
        try {
            return new YAMLMapper().readTree(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
