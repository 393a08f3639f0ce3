package io.tradinghub.backtest.columns;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.tradinghub.backtest.CandleColumns;
import io.tradinghub.backtest.columns.ColumnFile.Found;
import io.tradinghub.market.SeriesId;

/// Keeps candles that were read once in a folder of [ColumnFile]s, so that the next run has them at once.
///
/// A file of ours that is damaged or of another version counts as absent, and is said; a file that is something else
/// stops the run, since it is somebody's.
public final class ColumnCache {
    private static final String SOURCE = "source_sha256";
    private static final String SERIES = "series";
    private final Optional<Path> folder;
    private final Consumer<String> notes;

    private ColumnCache(Optional<Path> folder, Consumer<String> notes) {
        this.folder = folder;
        this.notes = notes;
    }

    /// Keeps files in this folder.
    ///
    /// @param folder made when the first file is written
    /// @param notes hears, a line each, what a person should know
    public static ColumnCache in(Path folder, Consumer<String> notes) {
        return new ColumnCache(Optional.of(folder), notes);
    }

    /// Keeps nothing.
    public static ColumnCache none() {
        return new ColumnCache(Optional.empty(), _ -> {
        });
    }

    /// Candles, and what else their reader found out.
    public record Entry(CandleColumns columns, Map<String, String> about) {
        public Entry {
            about = Map.copyOf(about);
        }
    }

    /// The entry that was kept under this name for this content of its source; else what the reader gives, kept.
    ///
    /// @throws IllegalArgumentException if something else stands at the place of the file; the message has its path
    public Entry get(String name, SeriesId series, String sourceDigest, Supplier<Entry> reader) {
        Optional<Entry> kept = find(name, series).filter(entry -> sourceDigest.equals(entry.about().get(SOURCE)));
        if (kept.isPresent()) {
            return kept.get();
        }
        Entry read = reader.get();
        Map<String, String> about = new TreeMap<>(read.about());
        about.put(SOURCE, sourceDigest);
        keep(name, new Entry(read.columns(), about));
        return read;
    }

    /// The entry that was kept under this name, if it can be used.
    ///
    /// @throws IllegalArgumentException if something else stands at the place of the file; the message has its path
    public Optional<Entry> find(String name, SeriesId series) {
        if (folder.isEmpty()) {
            return Optional.empty();
        }
        Path file = file(name);
        return switch (open(file, series)) {
            case Found.Candles(CandleColumns columns, Map<String, String> about) ->
                Optional.of(new Entry(columns, about)).filter(_ -> series.toString().equals(about.get(SERIES)));
            case Found.Damaged(String reason) -> {
                notes.accept("%s cannot be used: %s".formatted(file, reason));
                yield Optional.empty();
            }
            case Found.Foreign() -> throw new IllegalArgumentException(
                    "%s is no file of this program and stands where one would; move it away".formatted(file));
            case Found.Nothing() -> Optional.empty();
        };
    }

    private Path file(String name) {
        return folder.orElseThrow().resolve(name + ".columns");
    }

    private static Found open(Path file, SeriesId series) {
        try {
            return ColumnFile.open(file, series);
        } catch (IOException e) {
            throw new IllegalArgumentException("%s: cannot be read (%s)".formatted(file, e), e);
        }
    }

    /// Keeps the entry in the place of what was kept under this name. Where that fails, says so and goes on.
    public void keep(String name, Entry entry) {
        if (folder.isEmpty()) {
            return;
        }
        Map<String, String> about = new TreeMap<>(entry.about());
        about.put(SERIES, entry.columns().series().toString());
        try {
            Files.createDirectories(folder.get());
            ColumnFile.write(file(name), entry.columns(), about);
        } catch (IOException e) {
            notes.accept("%s is not written, so the next run reads everything again: %s".formatted(file(name), e));
        }
    }
}
