package io.tradinghub.backtest.files;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import io.tradinghub.backtest.CandleColumns;
import io.tradinghub.backtest.MarketHistory;
import io.tradinghub.market.CandleBlock;
import io.tradinghub.market.Category;
import io.tradinghub.market.Instrument;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.SeriesId;
import io.tradinghub.market.SettledFunding;
import io.tradinghub.market.csv.CandleFileName;
import io.tradinghub.market.csv.CsvCandles;
import io.tradinghub.market.csv.CsvFundingRates;
import io.tradinghub.market.csv.DecimalStep;

/// A market read from CSV files: candles, mark candles and funding rates, each told by its name.
///
/// Files do not say the trading rules of an instrument: tick and quantity step are those that the numbers in the file
/// show, the smallest order is worth 5 in quote coin as Bybit has it, and there is no largest one.
///
/// @param digests SHA-256 of each file, by its name
public record CandleFiles(MarketHistory history, Map<String, String> digests) {
    private static final Duration FUNDING_PERIOD = Duration.ofHours(8);
    private static final BigDecimal SMALLEST_ORDER = new BigDecimal(5);
    private static final BigDecimal LARGEST_ORDER = new BigDecimal("1000000000");
    private static final List<String> QUOTE_COINS = List.of("USDT", "USDC");

    /// Reads all files.
    ///
    /// @throws io.tradinghub.market.csv.CsvFormatException at the first bad line; the message has file, line and reason
    /// @throws IllegalArgumentException if a file cannot be used; the message has file and reason
    public static CandleFiles read(List<Path> files) {
        Reading reading = new Reading();
        files.forEach(reading::read);
        return reading.done();
    }

    /// Collects what the files hold.
    private static final class Reading {
        private final Map<InstrumentId, Steps> steps = new TreeMap<>();
        private final Map<SeriesId, CandleColumns> candles = new TreeMap<>();
        private final Map<InstrumentId, CandleColumns> marks = new TreeMap<>();
        private final Map<InstrumentId, List<SettledFunding>> funding = new TreeMap<>();
        private final Map<String, String> digests = new LinkedHashMap<>();

        void read(Path file) {
            CandleFileName name = CandleFileName.of(file);
            boolean isTwice = switch (name.content()) {
                case CANDLES -> candles.put(name.series().orElseThrow(),
                        candles(file, name.series().orElseThrow())) != null;
                case MARKS -> marks.put(name.instrument(), marks(file, name.series().orElseThrow())) != null;
                case FUNDING -> funding.put(name.instrument(), funding(file, name.instrument())) != null;
            };
            if (isTwice) {
                throw new IllegalArgumentException("%s: another file has the same of %s too".formatted(file,
                        name.series().map(String::valueOf).orElse(name.instrument().toString())));
            }
            digests.put(String.valueOf(file.getFileName()), digest(file));
        }

        private CandleColumns candles(Path file, SeriesId series) {
            Steps seen = steps.computeIfAbsent(series.instrument(), _ -> new Steps());
            return notEmpty(file, CandleColumns.read(series, visitor -> CsvCandles.read(file, series, block -> {
                seen.add(block);
                visitor.accept(block);
            })));
        }

        private static CandleColumns marks(Path file, SeriesId series) {
            return notEmpty(file, CandleColumns.read(series,
                    visitor -> CsvCandles.readMarks(file, series, visitor)));
        }

        private static CandleColumns notEmpty(Path file, CandleColumns columns) {
            if (columns.size() == 0) {
                throw new IllegalArgumentException("%s: the file has no candles".formatted(file));
            }
            return columns;
        }

        private static List<SettledFunding> funding(Path file, InstrumentId perpetual) {
            return CsvFundingRates.read(file, perpetual, FUNDING_PERIOD).stream().map(SettledFunding::of).toList();
        }

        CandleFiles done() {
            Map<InstrumentId, Instrument> rules = new TreeMap<>();
            steps.forEach((instrument, seen) -> rules.put(instrument, rules(instrument, seen)));
            return new CandleFiles(new MarketHistory(rules, candles, marks, funding), digests);
        }
    }

    private static Instrument rules(InstrumentId id, Steps seen) {
        String name = id.symbol().name();
        String quote = QUOTE_COINS.stream().filter(name::endsWith).findFirst().orElse("USDT");
        String base = name.endsWith(quote) ? name.substring(0, name.length() - quote.length()) : name;
        BigDecimal step = seen.quantity.step();
        return new Instrument(id, base, quote, seen.price.step(), step, step, SMALLEST_ORDER, LARGEST_ORDER,
                LARGEST_ORDER, id.category() == Category.LINEAR ? Optional.of(FUNDING_PERIOD) : Optional.empty());
    }

    private static String digest(Path file) {
        try (InputStream bytes = Files.newInputStream(file);
                DigestInputStream digested = new DigestInputStream(bytes, MessageDigest.getInstance("SHA-256"))) {
            digested.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(digested.getMessageDigest().digest());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }

    /// The steps that prices and quantities of one instrument are multiples of.
    private static final class Steps {
        private final DecimalStep price = new DecimalStep();
        private final DecimalStep quantity = new DecimalStep();

        void add(CandleBlock block) {
            for (int row = 0; row < block.size(); row++) {
                price.add(block.candle(row).open());
                price.add(block.candle(row).high());
                price.add(block.candle(row).low());
                price.add(block.candle(row).close());
                quantity.add(block.candle(row).volume());
            }
        }
    }
}
