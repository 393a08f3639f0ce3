package io.tradinghub.db.grafana;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;

import io.tradinghub.db.grafana.Dashboard.Query;
import io.tradinghub.testing.store.InfluxServer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Runs every Flux query of the dashboards on a real InfluxDB 2.7, if [InfluxServer] finds one, in a
/// new organisation with seeded candles.
@EnabledIf(value = InfluxServer.GIVEN, disabledReason = InfluxServer.WHY_NOT)
class DashboardsFluxTest {
    private static SeededInflux influx;

    @BeforeAll
    static void seed() {
        influx = SeededInflux.seed();
    }

    static Stream<Query> flux() {
        return Dashboard.all().stream().flatMap(dashboard -> dashboard.queries("influx").stream());
    }

    @ParameterizedTest
    @MethodSource("flux")
    void returnsRows(Query query) {
        assertThat(query.flux()).doesNotContain("${").doesNotContain("v.time");
        String flux = query.flux().replace("http://localhost:8086", InfluxServer.given().own().toString());
        assertThat(influx.rows(flux)).as("rows of %s", query).isNotEmpty();
    }
}
