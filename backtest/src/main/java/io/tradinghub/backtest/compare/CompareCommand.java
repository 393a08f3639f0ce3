package io.tradinghub.backtest.compare;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.Callable;

import io.tradinghub.backtest.BacktestException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Reads the options of `./hub compare`, which documents them.
@Command(name = "compare")
final class CompareCommand implements Callable<Integer> {
    private static final String PAGE = "compare.html";
    private final PrintStream out;

    @Parameters(paramLabel = "RUN")
    private List<Path> runs = List.of();

    @Option(names = "--out")
    private @Nullable Path folder;

    CompareCommand(PrintStream out) {
        this.out = out;
    }

    @Override
    public Integer call() {
        Comparison comparison = Comparison.of(runs);
        if (folder != null) {
            write(folder, ComparePage.of(comparison));
        }
        print(comparison);
        return 0;
    }

    private void write(Path into, String page) {
        Path target = into.resolve(PAGE);
        try {
            Files.createDirectories(into);
            Path half = into.resolve(PAGE + ".new");
            Files.writeString(half, page);
            Files.move(half, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new BacktestException("%s: cannot be written (%s); choose another --out".formatted(target, e), e);
        }
    }

    private void print(Comparison comparison) {
        comparison.warnings().forEach(warning -> out.println("! " + warning));
        row("", comparison.names());
        comparison.differences().forEach(difference -> row(difference.name(), difference.values()));
        if (comparison.differences().isEmpty()) {
            out.println("the runs were made of the same");
        }
        comparison.figures().forEach(figure -> row(figure.name(), figure.values()));
        if (folder != null) {
            out.printf("%s has the curves%n", folder.resolve(PAGE));
        }
    }

    private void row(String name, List<String> cells) {
        StringBuilder line = new StringBuilder("%-26s".formatted(name));
        cells.forEach(cell -> line.append(" %22s".formatted(cell)));
        out.println(line);
    }
}
