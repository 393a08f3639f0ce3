package io.tradinghub.db.influx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tradinghub.db.access.PreparationException;
import io.tradinghub.db.testing.TestAccounts;
import io.tradinghub.settings.Secret;
import io.tradinghub.settings.StoreTimeouts;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The contract of the InfluxDB preparation, which the fake and a real server must fulfil.
abstract class InfluxPreparationContract {
    private static final String ONE = "bot_1_momentum";
    private static final String TWO = "bot_2_mean_reversion";
    @TempDir
    private Path tokens = Path.of("");

    /// The server's address, an unused organisation, and the operator token.
    abstract URI url();

    abstract String organisation();

    abstract Secret operator();

    @BeforeEach
    void prepare() {
        InfluxPreparation.run(admin(Duration.ZERO), TestAccounts.with(ONE, TWO));
    }

    @Test
    void writesATokenForEachServiceIntoItsFile() {
        assertThat(files().keySet()).containsExactly("bot_1_momentum_influx_token", "bot_2_mean_reversion_influx_token",
                "grafana_influx_token", "recorder_influx_token");
        assertThat(files().values()).doesNotHaveDuplicates().noneMatch(String::isBlank);
    }

    @Test
    void onlyTheRecorderMayWriteCandles() {
        assertThat(write("recorder", "market_data")).isEqualTo(204);
        assertThat(write("recorder", "telemetry")).isEqualTo(204);
        assertThat(write("recorder", "market_data_1h")).isIn(403, 404);
        assertThat(write(ONE, "market_data")).isEqualTo(403);
        assertThat(write(ONE, "telemetry")).isIn(403, 404);
        assertThat(write("grafana", "market_data")).isEqualTo(403);
    }

    @Test
    void aSecondRunChangesNothing() {
        Map<String, String> before = files();
        String state = state();
        prepare();
        assertThat(files()).isEqualTo(before);
        assertThat(state()).isEqualTo(state);
    }

    @Test
    void replacesAndRevokesTheTokenOfAnEmptiedFile() throws IOException {
        Secret old = token("recorder");
        Files.writeString(file("recorder"), "");
        prepare();
        assertThat(token("recorder").reveal()).isNotEqualTo(old.reveal());
        assertThat(write(old, "market_data")).isEqualTo(401);
        assertThat(write("recorder", "market_data")).isEqualTo(204);
    }

    @Test
    void writesFilesInPlaceSinceTheyAreMounted() throws IOException {
        Object before = Files.getAttribute(file("recorder"), "unix:ino");
        Files.writeString(file("recorder"), "something that is longer than any token ".repeat(10));
        prepare();
        assertThat(Files.getAttribute(file("recorder"), "unix:ino")).isEqualTo(before);
        assertThat(write("recorder", "market_data")).isEqualTo(204);
    }

    @Test
    void replacesATokenWithOtherPermissions() throws IOException {
        try (InfluxApi api = api(operator())) {
            ObjectNode body = JsonNodeFactory.instance.objectNode().put("orgID", organisationId(api)).put("description",
                    "hub service " + ONE);
            body.putArray("permissions").addObject().put("action", "write").putObject("resource").put("type", "buckets")
                    .put("orgID", organisationId(api)).put("id", bucket(api, "market_data").path("id").asText());
            Files.writeString(file(ONE), api.post("/api/v2/authorizations", body).json().path("token").asText());
        }
        assertThat(write(ONE, "market_data")).isEqualTo(204);
        prepare();
        assertThat(write(ONE, "market_data")).isEqualTo(403);
    }

    @Test
    void revokesTheTokenOfARemovedBot() {
        Secret revoked = token(TWO);
        InfluxPreparation.run(admin(Duration.ZERO), TestAccounts.with(ONE));
        assertThat(write(revoked, "market_data")).isEqualTo(401);
        assertThat(write(ONE, "market_data")).isEqualTo(403);
    }

    @Test
    void keepsTheTokensOfAFleetLargerThanOnePage() {
        String[] fleet = IntStream.range(10, 45).mapToObj(number -> "bot_" + number).toArray(String[]::new);
        InfluxPreparation.run(admin(Duration.ZERO), TestAccounts.with(fleet));
        Map<String, String> before = files();
        InfluxPreparation.run(admin(Duration.ZERO), TestAccounts.with(fleet));
        assertThat(files()).isEqualTo(before);
    }

    @Test
    void appliesAChangedRetention() {
        InfluxPreparation.run(admin(Duration.ofDays(7)), TestAccounts.with(ONE, TWO));
        try (InfluxApi api = api(operator())) {
            JsonNode rule = bucket(api, "market_data").path("retentionRules").path(0);
            assertThat(rule.path("everySeconds").asLong()).isEqualTo(Duration.ofDays(7).toSeconds());
            assertThat(rule.path("shardGroupDurationSeconds").asLong()).isEqualTo(Duration.ofDays(7).toSeconds());
        }
    }

    @Test
    void reportsAnotherOperatorTokenAndWhatToDo() {
        InfluxAdminSettings otherToken = new InfluxAdminSettings(url(), organisation(),
                Secret.of("another-operator-token"),
                Secret.of("a-password"),
                tokens, Duration.ZERO, Duration.ofDays(30), StoreTimeouts.DEFAULT);
        assertThatThrownBy(() -> InfluxPreparation.run(otherToken, TestAccounts.with(ONE)))
                .isInstanceOf(PreparationException.class)
                .hasMessageContaining("influx_admin_token");
    }

    final InfluxAdminSettings admin(Duration marketData) {
        return new InfluxAdminSettings(url(), organisation(), operator(), Secret.of("a-long-password"), tokens,
                marketData,
                Duration.ofDays(30), StoreTimeouts.DEFAULT);
    }

    final Secret token(String service) {
        return new TokenFiles(tokens).read(service).orElseThrow();
    }

    final InfluxApi api(Secret token) {
        return InfluxApi.open(url(), token, StoreTimeouts.DEFAULT);
    }

    private int write(String service, String bucket) {
        return write(token(service), bucket);
    }

    /// Sends a comment line, which the server authorises like a point and does not store.
    private int write(Secret token, String bucket) {
        try (InfluxApi api = api(token)) {
            return api.post(
                    "/api/v2/write?org=%s&bucket=%s&precision=ms".formatted(InfluxApi.encoded(organisation()), bucket),
                    "# nothing").status();
        }
    }

    private Path file(String service) {
        return tokens.resolve(service + "_influx_token");
    }

    private Map<String, String> files() {
        try (Stream<Path> files = Files.list(tokens)) {
            Map<String, String> texts = new TreeMap<>();
            for (Path file : files.toList()) {
                texts.put(file.getFileName().toString(), Files.readString(file).strip());
            }
            return texts;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private String organisationId(InfluxApi api) {
        return api.get("/api/v2/orgs?org=" + InfluxApi.encoded(organisation())).json().path("orgs").path(0).path("id")
                .asText();
    }

    private JsonNode bucket(InfluxApi api, String name) {
        return api.get("/api/v2/buckets?orgID=%s&name=%s".formatted(organisationId(api), name)).json().path("buckets")
                .path(0);
    }

    private String state() {
        try (InfluxApi api = api(operator())) {
            StringBuilder state = new StringBuilder();
            for (String kind : List.of("buckets", "tasks", "authorizations")) {
                for (JsonNode node : api.get("/api/v2/%s?orgID=%s".formatted(kind, organisationId(api))).json()
                        .path(kind)) {
                    state.append(kind).append(' ').append(node.path("id").asText()).append(' ')
                            .append(node.path("name").asText())
                            .append(node.path("updatedAt").asText()).append('\n');
                }
            }
            return state.toString();
        }
    }
}
