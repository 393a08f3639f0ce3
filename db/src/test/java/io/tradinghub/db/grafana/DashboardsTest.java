package io.tradinghub.db.grafana;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import io.tradinghub.db.grafana.Dashboard.Query;
import io.tradinghub.store.PostgresPool;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Checks the dashboards and runs every PostgreSQL query as Grafana's role on the real schema.
class DashboardsTest {
    private static SeededPostgres postgres;

    @BeforeAll
    static void start() {
        postgres = SeededPostgres.start();
    }

    @AfterAll
    static void stop() {
        postgres.close();
    }

    static Stream<Query> sql() {
        return Dashboard.all().stream().flatMap(dashboard -> dashboard.queries("postgres").stream());
    }

    @ParameterizedTest
    @MethodSource("sql")
    void returnsRows(Query query) throws Exception {
        assertThat(query.sql()).doesNotContain("$");
        List<List<Object>> rows = postgres.rowsAsGrafana(query.sql());
        assertThat(rows).as("rows of %s", query).isNotEmpty();
        assertThat(rows).as("a row of %s that is not all null", query)
                .anySatisfy(row -> assertThat(row).anySatisfy(value -> assertThat(value).isNotNull()));
    }

    @Test
    void countsTheConnectionsOfEveryRole() throws Exception {
        Query roles = sql().filter(query -> query.name().contains("Connections by role")).findFirst().orElseThrow();
        try (Connection _ = PostgresPool.connect(postgres.owner(), "another client")) {
            assertThat(postgres.rowsAsGrafana(roles.sql())).extracting(List::getFirst).contains("postgres", "grafana");
        }
    }

    @Test
    void everyDashboardHasItsUid() {
        assertThat(Dashboard.all()).extracting(Dashboard::uid).containsExactly("hub-bot", "hub-fleet", "hub-market",
                "hub-recorder", "hub-stores");
    }

    @Test
    void everyPanelHasATitleAUnitAndAKnownSource() {
        for (Dashboard dashboard : Dashboard.all()) {
            Set<Integer> ids = new HashSet<>();
            for (JsonNode panel : dashboard.panels()) {
                String name = dashboard.file() + ": " + panel.path("title").asText();
                assertThat(panel.path("title").asText()).as(name).isNotBlank();
                assertThat(ids.add(panel.path("id").asInt())).as("unique id of %s", name).isTrue();
                assertThat(panel.path("targets")).as("targets of %s", name).isNotEmpty().allSatisfy(
                        target -> assertThat(target.at("/datasource/uid").asText()).isIn("postgres", "influx",
                                "redis"));
                if (!Set.of("table", "candlestick").contains(panel.path("type").asText())) {
                    JsonNode defaults = panel.at("/fieldConfig/defaults");
                    assertThat(defaults.has("unit") || defaults.has("decimals")).as("unit of %s", name).isTrue();
                }
            }
        }
    }

    @Test
    void noTwoPanelsOverlap() {
        for (Dashboard dashboard : Dashboard.all()) {
            Set<String> taken = new HashSet<>();
            for (JsonNode panel : Dashboard.list(dashboard.json().path("panels"))) {
                JsonNode at = panel.path("gridPos");
                for (int x = at.path("x").asInt(); x < at.path("x").asInt() + at.path("w").asInt(); x++) {
                    for (int y = at.path("y").asInt(); y < at.path("y").asInt() + at.path("h").asInt(); y++) {
                        assertThat(taken.add(x + "," + y)).as("%s: %s", dashboard.file(), panel.path("title").asText())
                                .isTrue();
                    }
                }
                assertThat(at.path("x").asInt() + at.path("w").asInt()).isLessThanOrEqualTo(24);
            }
        }
    }

    @Test
    void onlyTheFleetDependsOnTheRedisSource() {
        for (Dashboard dashboard : Dashboard.all()) {
            long panels = dashboard.panels().stream()
                    .filter(panel -> panel.at("/datasource/uid").asText().equals("redis"))
                    .count();
            assertThat(panels).as(dashboard.file()).isEqualTo(dashboard.uid().equals("hub-fleet") ? 1 : 0);
        }
    }
}
