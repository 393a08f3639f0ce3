package io.tradinghub.db.grafana;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/// A dashboard file of the folder `grafana`.
record Dashboard(String file, JsonNode json) {
    static final Path FOLDER = Path.of("..", "grafana");

    static List<Dashboard> all() {
        try (Stream<Path> files = Files.list(FOLDER.resolve("dashboards"))) {
            List<Dashboard> dashboards = new ArrayList<>();
            for (Path file : files.sorted().toList()) {
                dashboards.add(new Dashboard(file.getFileName().toString(),
                        new ObjectMapper().readTree(Files.readString(file))));
            }
            return dashboards;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String uid() {
        return json.path("uid").asText();
    }

    List<JsonNode> panels() {
        return list(json.path("panels")).stream().filter(panel -> !panel.path("type").asText().equals("row")).toList();
    }

    /// The queries of panels and variables to the data source with this uid.
    List<Query> queries(String source) {
        List<Query> found = new ArrayList<>();
        for (JsonNode panel : panels()) {
            for (JsonNode target : list(panel.path("targets"))) {
                String text = target.path("rawSql").asText(target.path("query").asText());
                add(found, source, target, panel.path("title").asText() + " " + target.path("refId").asText(), text);
            }
        }
        for (JsonNode variable : list(json.path("templating").path("list"))) {
            add(found, source, variable, "variable " + variable.path("name").asText(), variable.path("query").asText());
        }
        return found;
    }

    private void add(List<Query> found, String source, JsonNode holder, String name, String text) {
        if (holder.path("datasource").path("uid").asText().equals(source)) {
            found.add(new Query(file + ": " + name, text));
        }
    }

    static List<JsonNode> list(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).toList();
    }

    record Query(String name, String text) {
        @Override
        public String toString() {
            return name;
        }

        /// The query as Grafana sends it to PostgreSQL: over the last two days, with variables that match the seed.
        String sql() {
            return variables()
                    .replaceAll("\\$__timeFilter\\(([^)]*)\\)", "$1 BETWEEN now() - interval '2 days' AND now()")
                    .replace("$__timeFrom()", "now() - interval '2 days'").replace("$__interval_ms", "60000");
        }

        /// The query as Grafana sends it to InfluxDB: over the last six hours.
        String flux() {
            return variables().replace("v.timeRangeStart", "-6h").replace("v.timeRangeStop", "now()").replace(
                    "v.windowPeriod",
                    "5m");
        }

        private String variables() {
            return text.replace("${bot_id}", "bot_2_mean_reversion").replace("${mode}", "paper")
                    .replace("${symbol}", "ETHUSDT")
                    .replace("${category}", "linear");
        }
    }
}
