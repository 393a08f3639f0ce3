package io.tradinghub.backtest.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tradinghub.backtest.CandleColumns;
import io.tradinghub.backtest.columns.ColumnCache;
import io.tradinghub.market.Instrument;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.SeriesId;
import io.tradinghub.market.SettledFunding;
import io.tradinghub.market.redis.MarketJson;

/// What was read from a hub or the exchange, in a folder: candles in columns, and for each instrument a JSON file with
/// its trading rules and settled funding. Works without the hub.
public final class KeptMarket {
    private final Path folder;
    private final ColumnCache columns;
    private final Consumer<String> notes;
    private final MarketJson rules = new MarketJson();
    private final ObjectMapper json = new ObjectMapper();

    /// Keeps files in this folder.
    ///
    /// @param folder made when the first file is written
    /// @param notes hears, a line each, what a person should know
    public KeptMarket(Path folder, Consumer<String> notes) {
        this.folder = folder;
        this.notes = notes;
        this.columns = ColumnCache.in(folder, notes);
    }

    /// An instrument as it was known last, and its settled funding, ascending.
    record Listing(Instrument rules, List<SettledFunding> funding) {
        Listing {
            funding = List.copyOf(funding);
        }
    }

    Path folder() {
        return folder;
    }

    /// What the candles are of.
    enum Kind {
        TRADES, MARK_PRICE
    }

    private static String name(Kind kind, SeriesId series) {
        return switch (kind) {
            case TRADES -> "%s-%s".formatted(name(series.instrument()), series.interval().wireName());
            case MARK_PRICE -> "%s-mark-%s".formatted(name(series.instrument()), series.interval().wireName());
        };
    }

    private static String name(InstrumentId id) {
        return "%s-%s".formatted(id.category().wireName(), id.symbol());
    }

    /// All that is kept of a series.
    CandleColumns candles(Kind kind, SeriesId series) {
        return columns.find(name(kind, series), series).map(ColumnCache.Entry::columns)
                .orElseGet(() -> CandleColumns.read(series, _ -> {
                }));
    }

    void keep(Kind kind, CandleColumns candles) {
        columns.keep(name(kind, candles.series()), new ColumnCache.Entry(candles, Map.of()));
    }

    private Path file(InstrumentId id) {
        return folder.resolve(name(id) + ".json");
    }

    /// The listing that was kept; empty, and said, where it cannot be read.
    Optional<Listing> listing(InstrumentId id) {
        try {
            JsonNode root = json.readTree(Files.readString(file(id)));
            List<SettledFunding> funding = new ArrayList<>();
            for (JsonNode row : root.path("funding")) {
                funding.add(new SettledFunding(id, row.path(1).doubleValue(),
                        Instant.ofEpochMilli(row.path(0).longValue())));
            }
            return Optional.of(new Listing(rules.instrument(id, root.path("rules").toString()), funding));
        } catch (NoSuchFileException _) {
            return Optional.empty();
        } catch (IOException | IllegalArgumentException | IllegalStateException e) {
            notes.accept("%s cannot be used: %s".formatted(file(id), e.getMessage()));
            return Optional.empty();
        }
    }

    void keep(InstrumentId id, Listing listing) {
        ObjectNode root = json.createObjectNode();
        ArrayNode funding = json.createArrayNode();
        listing.funding().forEach(
                settled -> funding.addArray().add(settled.settledAt().toEpochMilli()).add(settled.rate()));
        try {
            root.set("rules", json.readTree(rules.write(listing.rules())));
            root.set("funding", funding);
            Files.createDirectories(folder);
            Path half = Files.createTempFile(folder, name(id) + ".", ".new");
            try {
                Files.writeString(half, root.toString());
                Files.move(half, file(id), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(half);
            }
        } catch (IOException e) {
            notes.accept("%s is not written: %s".formatted(file(id), e));
        }
    }
}
