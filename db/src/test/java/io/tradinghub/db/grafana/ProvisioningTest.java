package io.tradinghub.db.grafana;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import org.junit.jupiter.api.Test;

/// Checks the provisioned files of Grafana.
class ProvisioningTest {
    private static final Path PROVISIONING = Dashboard.FOLDER.resolve("provisioning");

    /// The guardian tells people: with a rule here they would be told twice, or by other limits.
    @Test
    void grafanaJudgesAndSendsNothing() {
        JsonNode rules = yaml(PROVISIONING.resolve("alerting/rules.yaml"));
        assertThat(rules.path("deleteRules")).extracting(rule -> rule.path("uid").asText()).containsExactlyInAnyOrder(
                "hub-bot-silent", "hub-risk-event", "hub-drawdown", "hub-order-rejects", "hub-recorder-stale",
                "hub-gap", "hub-disk", "hub-redis-memory", "hub-database-size");
        assertThat(provisioned()).allSatisfy(file -> assertThat(yaml(file).has("groups") || yaml(file)
                .has("contactPoints") || yaml(file).has("policies")).as(file.toString()).isFalse());
    }

    @Test
    void dataSourcesHaveTheUidsOfTheDashboardsAndNoSecrets() {
        JsonNode sources = yaml(PROVISIONING.resolve("datasources/hub.yaml")).path("datasources");
        assertThat(sources).extracting(source -> source.path("uid").asText()).containsExactly("influx", "postgres",
                "redis");
        assertThat(sources).allSatisfy(source -> assertThat(source.path("secureJsonData"))
                .allSatisfy(secret -> assertThat(secret.asText()).matches("\\$__file\\{/run/secrets/\\w+}")));
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

    private static List<Path> provisioned() {
        try (Stream<Path> files = Files.walk(PROVISIONING)) {
            return files.filter(file -> file.toString().endsWith(".yaml")).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
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
