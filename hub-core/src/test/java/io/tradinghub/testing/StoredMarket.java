package io.tradinghub.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import io.tradinghub.market.Candle;
import io.tradinghub.market.FundingRate;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.SeriesId;
import io.tradinghub.market.csv.CsvCandles;
import io.tradinghub.market.csv.CsvFundingRates;

/// Real market data from the folder that `HUB_DATA` names: files called `source-category-SYMBOL-5m-...csv.gz` and
/// `...-funding-...csv.gz`.
public final class StoredMarket {
    private static final String FOLDER = "HUB_DATA";

    private StoredMarket() {}

    /// The candles of the file whose name starts so, from `from` up to but without `to`.
    public static List<Candle> candles(String prefix, SeriesId series, String from, String to) {
        long first = Instant.parse(from + "T00:00:00Z").toEpochMilli();
        long end = Instant.parse(to + "T00:00:00Z").toEpochMilli();
        List<Candle> candles = new ArrayList<>();
        CsvCandles.read(find(prefix), series, block -> {
            for (int row = 0; row < block.size(); row++) {
                if (block.openTimeMillis(row) >= first && block.openTimeMillis(row) < end) {
                    candles.add(block.candle(row));
                }
            }
        });
        return candles;
    }

    public static List<FundingRate> funding(String prefix, InstrumentId instrument) {
        return CsvFundingRates.read(find(prefix), instrument, Duration.ofHours(8));
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
