package io.tradinghub.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/// Real market data from the folder that `HUB_DATA` names: files called `source-category-SYMBOL-5m-...csv.gz` and
/// `...-funding-...csv.gz`.
public final class StoredMarket {
    private static final String FOLDER = "HUB_DATA";

    private StoredMarket() {}

    /// For each prefix the first file whose name starts so.
    public static List<Path> files(String... prefixes) {
        return Arrays.stream(prefixes).map(StoredMarket::find).toList();
    }

    private static Path find(String prefix) {
        String folder = System.getenv(FOLDER);
        if (folder == null) {
            throw new IllegalStateException(FOLDER + " must name the folder with the market data");
        }
        try (Stream<Path> files = Files.list(Path.of(folder))) {
            return files.filter(file -> file.getFileName().toString().startsWith(prefix)).sorted().findFirst()
                    .orElseThrow(() -> new IllegalStateException("no file %s* in %s".formatted(prefix, folder)));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + folder, e);
        }
    }
}
