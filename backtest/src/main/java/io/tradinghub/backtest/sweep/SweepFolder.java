package io.tradinghub.backtest.sweep;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.tradinghub.backtest.BacktestException;

/// The files of a sweep that has ended. The same sweep gives the same bytes.
final class SweepFolder {
    static final String PAGE = "sweep.html";
    private static final String ROWS = "sweep.csv";

    private SweepFolder() {}

    /// Writes all of them into a folder that is there.
    ///
    /// @throws BacktestException if they cannot be written
    static void write(Path folder, SweepResult result) {
        try {
            write(folder, ROWS, rows(result));
            write(folder, PAGE, SweepPage.of(result));
        } catch (IOException e) {
            throw new BacktestException("%s: cannot be written to (%s); --resume tries again".formatted(folder, e), e);
        }
    }

    private static void write(Path folder, String name, String text) throws IOException {
        Path half = folder.resolve(name + ".new");
        Files.writeString(half, text);
        Files.move(half, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /// One line a set, in the order of their numbers.
    private static String rows(SweepResult result) {
        TreeSet<String> figures = new TreeSet<>();
        result.rows().forEach(row -> figures.addAll(row.figures().keySet()));
        Stream<String> header = result.plan().study().parts().entrySet().stream()
                .map(part -> "# %s: %s".formatted(part.getKey(), part.getValue()));
        List<String> names = new ArrayList<>(List.of("number"));
        result.options().axes().forEach(axis -> names.add(axis.name()));
        names.addAll(figures);
        names.add("failure");
        Stream<String> lines = result.rows().stream().map(row -> {
            List<String> cells = new ArrayList<>(List.of(String.valueOf(row.trial().number())));
            cells.addAll(row.trial().set().values().values());
            figures.forEach(name -> cells.add(text(row.figures(), name)));
            cells.add(row.failure().map(reason -> '"' + reason.replace("\"", "'") + '"').orElse(""));
            return String.join(",", cells);
        });
        return Stream.of(header, Stream.of(String.join(",", names)), lines).flatMap(part -> part)
                .collect(Collectors.joining("\n", "", "\n"));
    }

    private static String text(Map<String, Double> figures, String name) {
        return figures.containsKey(name) ? String.valueOf(figures.get(name)) : "";
    }
}
