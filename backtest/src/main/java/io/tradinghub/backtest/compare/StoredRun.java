package io.tradinghub.backtest.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tradinghub.backtest.BacktestException;

/// A run as `./hub backtest --out` wrote it.
///
/// @param name of its folder
/// @param run what `run.json` says
/// @param days equity at the end of each UTC day, by the day since 1970
record StoredRun(String name, JsonNode run, NavigableMap<Long, Double> days) {
    /// The part of `run.json` with the digests of the candles.
    static final String DIGESTS = "sha256";
    private static final long DAY_MILLIS = Duration.ofDays(1).toMillis();

    /// Reads a folder.
    ///
    /// @throws BacktestException if no run stands there, or one that cannot be read
    static StoredRun read(Path folder) {
        Path file = folder.resolve("run.json");
        if (!Files.isRegularFile(file)) {
            throw new BacktestException("%s: no run stands there; ./hub backtest --out FOLDER writes one".formatted(
                    folder));
        }
        try {
            JsonNode run = new ObjectMapper().readTree(Files.readString(file));
            for (String part : List.of("bot", "from", "to", "settings", DIGESTS, "figures", "capital")) {
                if (run.path(part).isMissingNode()) {
                    throw new BacktestException("%s: lacks '%s'; run ./hub backtest again".formatted(file, part));
                }
            }
            Path name = folder.toAbsolutePath().normalize().getFileName();
            return new StoredRun(String.valueOf(name), run, equity(folder.resolve("equity.csv")));
        } catch (IOException e) {
            throw new BacktestException("%s: cannot be read: %s".formatted(folder, e.getMessage()), e);
        }
    }

    private static NavigableMap<Long, Double> equity(Path file) throws IOException {
        NavigableMap<Long, Double> days = new TreeMap<>();
        int number = 0;
        for (String line : Files.readAllLines(file)) {
            number++;
            if (line.startsWith("#") || line.startsWith("time_ms")) {
                continue;
            }
            int comma = line.indexOf(',');
            try {
                long millis = Long.parseLong(line.substring(0, Math.max(0, comma)));
                days.put(Math.floorDiv(millis - 1, DAY_MILLIS), Double.parseDouble(line.substring(comma + 1)));
            } catch (NumberFormatException e) {
                throw new BacktestException("%s line %d: wants a time and an equity, got '%s'".formatted(file, number,
                        line), e);
            }
        }
        return days;
    }

    double capital() {
        return run.path("capital").doubleValue();
    }
}
