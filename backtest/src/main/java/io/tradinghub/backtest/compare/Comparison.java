package io.tradinghub.backtest.compare;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

import com.fasterxml.jackson.databind.JsonNode;
import io.tradinghub.backtest.BacktestException;

/// Runs beside each other: in what they differ, and what came of it.
///
/// @param names one for each run, none twice
/// @param warnings why the runs hardly compare
/// @param differences in what they were made of, settings first
/// @param figures of all
record Comparison(List<StoredRun> runs, List<String> names, List<String> warnings, List<Line> differences,
        List<Line> figures) {
    private static final double PERCENT = 100;
    private static final String NONE = "-";
    private static final List<String> MADE_OF = List.of("bot", "from", "to", "capital", "costs", "limits", "quotes",
            "series", "warm_up_candles", "holes", "without_funding", "rules", "commit");
    private static final Set<String> FRACTIONS = Set.of("return", "max_drawdown", "win_rate", "annual_growth",
            "annual_volatility", "probability_of_skill");
    private static final Set<String> COUNTS = Set.of("candles", "fills", "closed_trades", "open_trades", "trips",
            "days",
            "longest_losing_streak");

    /// One value of each run.
    record Line(String name, List<String> values) {}

    /// Reads and compares the runs of these folders.
    ///
    /// @throws BacktestException if there are fewer than two, or one cannot be read
    static Comparison of(List<Path> folders) {
        if (folders.size() < 2) {
            throw new BacktestException("compare needs the folders of at least two runs: ./hub compare RUN RUN...");
        }
        List<StoredRun> runs = folders.stream().map(StoredRun::read).toList();
        boolean isEachNameOther = runs.stream().map(StoredRun::name).distinct().count() == runs.size();
        List<String> names = IntStream.range(0, runs.size())
                .mapToObj(at -> isEachNameOther ? runs.get(at).name() : "%d: %s".formatted(at + 1, folders.get(at)))
                .toList();
        return new Comparison(runs, names, warnings(runs, names), differences(runs), figures(runs));
    }

    private static List<String> warnings(List<StoredRun> runs, List<String> names) {
        List<String> warnings = new ArrayList<>();
        StoredRun first = runs.getFirst();
        for (int at = 1; at < runs.size(); at++) {
            JsonNode run = runs.get(at).run();
            List<String> other = otherFiles(first.run().path(StoredRun.DIGESTS), run.path(StoredRun.DIGESTS));
            if (!other.isEmpty()) {
                warnings.add(
                        "NOT THE SAME CANDLES: %s and %s differ in %s; what differs in the figures may be the market"
                                .formatted(names.getFirst(), names.get(at), String.join(", ", other)));
            }
            if (!run.path("from").equals(first.run().path("from")) || !run.path("to").equals(first.run().path("to"))) {
                warnings.add("NOT THE SAME PERIOD: %s and %s; what differs in the figures may be the market".formatted(
                        names.getFirst(), names.get(at)));
            }
            if (!run.path("series").equals(first.run().path("series"))) {
                warnings.add("NOT THE SAME MARKETS: %s trades on %s, %s on %s".formatted(names.getFirst(),
                        first.run().path("series"), names.get(at), run.path("series")));
            }
        }
        return warnings;
    }

    /// Files that only one of two runs has, or that have other content.
    private static List<String> otherFiles(JsonNode one, JsonNode other) {
        Set<String> files = new TreeSet<>();
        one.fieldNames().forEachRemaining(files::add);
        other.fieldNames().forEachRemaining(files::add);
        return files.stream().filter(file -> !one.path(file).equals(other.path(file))).toList();
    }

    private static List<Line> differences(List<StoredRun> runs) {
        Set<String> settings = new TreeSet<>();
        runs.forEach(run -> run.run().path("settings").fieldNames().forEachRemaining(settings::add));
        Map<String, List<JsonNode>> parts = new LinkedHashMap<>();
        settings.forEach(name -> parts.put(name,
                runs.stream().map(run -> run.run().path("settings").path(name)).toList()));
        MADE_OF.forEach(name -> parts.put(name, runs.stream().map(run -> run.run().path(name)).toList()));
        List<Line> differences = new ArrayList<>();
        parts.forEach((name, values) -> {
            if (values.stream().distinct().count() > 1) {
                differences.add(new Line(name, values.stream().map(Comparison::text).toList()));
            }
        });
        return differences;
    }

    private static String text(JsonNode value) {
        return value.isMissingNode() ? "default" : value.isValueNode() ? value.asText() : value.toString();
    }

    private static List<Line> figures(List<StoredRun> runs) {
        Set<String> names = new LinkedHashSet<>();
        runs.forEach(run -> run.run().path("figures").fieldNames().forEachRemaining(names::add));
        return names.stream().map(name -> new Line(name.replace('_', ' '), runs.stream()
                .map(run -> number(name, run.run().path("figures").path(name))).toList())).toList();
    }

    private static String number(String name, JsonNode value) {
        if (!value.isNumber()) {
            return NONE;
        }
        if (COUNTS.contains(name)) {
            return String.format(Locale.ROOT, "%,.0f", value.doubleValue());
        }
        return FRACTIONS.contains(name)
                ? String.format(Locale.ROOT, "%.2f %%", PERCENT * value.doubleValue())
                : String.format(Locale.ROOT, "%,.2f", value.doubleValue());
    }
}
