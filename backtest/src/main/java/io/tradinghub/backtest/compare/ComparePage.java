package io.tradinghub.backtest.compare;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

import io.tradinghub.backtest.page.Page;
import org.jspecify.annotations.Nullable;

/// The page of a comparison: one file without anything from elsewhere.
final class ComparePage {
    private static final String TEMPLATE = "compare.html";

    private ComparePage() {}

    /// The page as text.
    static String of(Comparison comparison) {
        SortedSet<Long> days = new TreeSet<>();
        comparison.runs().forEach(run -> days.addAll(run.days().keySet()));
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("names", comparison.names());
        data.put("warnings", comparison.warnings());
        data.put("differences", lines(comparison.differences()));
        data.put("figures", lines(comparison.figures()));
        data.put("time", days.stream().map(day -> Duration.ofDays(day + 1).toSeconds()).toList());
        data.put("curves", comparison.runs().stream().map(run -> curve(run, days)).toList());
        return Page.of(ComparePage.class, TEMPLATE, data);
    }

    private static List<List<Object>> lines(List<Comparison.Line> lines) {
        return lines.stream().map(line -> List.<Object>of(line.name(), line.values())).toList();
    }

    /// What 1 became; nothing on days that the run has not.
    private static List<@Nullable Double> curve(StoredRun run, SortedSet<Long> days) {
        List<@Nullable Double> curve = new ArrayList<>();
        for (long day : days) {
            Double equity = run.days().get(day);
            curve.add(equity == null ? null : equity / run.capital());
        }
        return curve;
    }
}
