package io.tradinghub.db.grafana;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import io.tradinghub.db.grafana.Dashboard.Query;
import io.tradinghub.testing.store.InfluxServer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every Flux query of the dashboards and the alert rules answers rows of a real InfluxDB 2.7, where
/// [InfluxServer] finds one; an organisation of its own holds the candles for it.
@EnabledIf(value = InfluxServer.GIVEN, disabledReason = InfluxServer.WHY_NOT)
class DashboardsFluxTest {
    private static SeededInflux influx;

    @BeforeAll
    static void fill() {
        influx = SeededInflux.fill();
    }

    static Stream<Query> flux() {
        return Dashboard.all().stream().flatMap(dashboard -> dashboard.queries("influx").stream());
    }

    @ParameterizedTest
    @MethodSource("flux")
    void answersRows(Query query) {
        assertThat(query.flux()).doesNotContain("${").doesNotContain("v.time");
        String flux = query.flux().replace("http://localhost:8086", InfluxServer.given().own().toString());
        assertThat(influx.rows(flux)).as("rows of %s", query).isNotEmpty();
    }

    @Test
    void theRuleOfTheRecorderGivesAnAgeForEachInstrument() {
        assertThat(influx.rows(ruleQuery("hub-recorder-stale"))).hasSize(4);
    }

    @Test
    void theRuleOfTheDiskGivesItsFreeShare() {
        assertThat(influx.rows(ruleQuery("hub-disk"))).singleElement().asString().contains(",0.25");
    }

    private static String ruleQuery(String uid) {
        JsonNode rule = AlertRulesTest.rules().stream().filter(found -> found.path("uid").asText().equals(uid))
                .findFirst()
                .orElseThrow();
        return rule.at("/data/0/model/query").asText();
    }
}
