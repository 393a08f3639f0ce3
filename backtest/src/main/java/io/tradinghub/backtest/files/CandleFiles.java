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
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

import io.tradinghub.backtest.CandleColumns;
import io.tradinghub.backtest.MarketHistory;
import io.tradinghub.backtest.columns.ColumnCache;
import io.tradinghub.backtest.market.MarketData;
import io.tradinghub.backtest.market.Remedy;
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
    private static final Remedy REMEDY = new Remedy() {
        @Override
        public String ofCandles(SeriesId series) {
            return "bring files that have them (--candles)";
        }

        @Override
        public String ofFunding(InstrumentId perpetual) {
            return "bring a file like linear-%s-funding.csv".formatted(perpetual.symbol());
        }
    };
    private static final Duration FUNDING_PERIOD = Duration.ofHours(8);
    private static final BigDecimal SMALLEST_ORDER = new BigDecimal(5);
    private static final BigDecimal LARGEST_ORDER = new BigDecimal("1000000000");
    private static final List<String> QUOTE_COINS = List.of("USDT", "USDC");

    /// Reads all files.
    ///
    /// @throws io.tradinghub.market.csv.CsvFormatException at the first bad line; the message has file, line and reason
    /// @throws IllegalArgumentException if a file cannot be used; the message has file and reason
    public static CandleFiles read(List<Path> files) {
        return read(files, ColumnCache.none());
    }

    /// Reads the files whose content the cache does not have.
    public static CandleFiles read(List<Path> files, ColumnCache cache) {
        Reading reading = new Reading(cache);
        files.forEach(reading::read);
        return reading.done();
    }

    /// The market, and what a run says about it.
    public MarketData market() {
        return new MarketData(history, digests, "tick and quantity step as the digits of the files show", List.of(),
                REMEDY);
    }

    /// Collects what the files hold.
    private static final class Reading {
        private final Map<InstrumentId, Steps> steps = new TreeMap<>();
        private final Map<SeriesId, CandleColumns> candles = new TreeMap<>();
        private final Map<InstrumentId, CandleColumns> marks = new TreeMap<>();
        private final Map<InstrumentId, List<SettledFunding>> funding = new TreeMap<>();
        private final Map<String, String> digests = new LinkedHashMap<>();
        private final ColumnCache cache;

        Reading(ColumnCache cache) {
            this.cache = cache;
        }

        void read(Path file) {
            CandleFileName name = CandleFileName.of(file);
            String digest = digest(file);
            boolean isTwice = switch (name.content()) {
                case CANDLES -> candles.put(name.series().orElseThrow(),
                        candles(file, name.series().orElseThrow(), digest)) != null;
                case MARKS -> marks.put(name.instrument(),
                        cached(file, name.series().orElseThrow(), digest, Reading::marks).columns()) != null;
                case FUNDING -> funding.put(name.instrument(), funding(file, name.instrument())) != null;
            };
            if (isTwice) {
                throw new IllegalArgumentException("%s: another file has the same of %s too".formatted(file,
                        name.series().map(String::valueOf).orElse(name.instrument().toString())));
            }
            digests.put(String.valueOf(file.getFileName()), digest);
        }

        private CandleColumns candles(Path file, SeriesId series, String digest) {
            ColumnCache.Entry entry = cached(file, series, digest, Reading::candles);
            steps.computeIfAbsent(series.instrument(), _ -> new Steps()).add(entry.about());
            return entry.columns();
        }

        /// Files of the same name in different folders are kept apart.
        private ColumnCache.Entry cached(Path file, SeriesId series, String digest,
                BiFunction<Path, SeriesId, ColumnCache.Entry> reader) {
            String name = "%s-%08x".formatted(file.getFileName(), file.toAbsolutePath().toString().hashCode());
            return cache.get(name, series, digest, () -> reader.apply(file, series));
        }

        private static ColumnCache.Entry candles(Path file, SeriesId series) {
            Steps seen = new Steps();
            CandleColumns columns = CandleColumns.read(series, visitor -> CsvCandles.read(file, series, block -> {
                seen.add(block);
                visitor.accept(block);
            }));
            return new ColumnCache.Entry(notEmpty(file, columns), seen.counts());
        }

        private static ColumnCache.Entry marks(Path file, SeriesId series) {
            CandleColumns columns = CandleColumns.read(series,
                    visitor -> CsvCandles.readMarks(file, series, visitor));
            return new ColumnCache.Entry(notEmpty(file, columns), Map.of());
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
        private static final String PRICE = "decimals_of_prices";
        private static final String QUANTITY = "decimals_of_quantities";
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

        Map<String, String> counts() {
            return Map.of(PRICE, text(price), QUANTITY, text(quantity));
        }

        private static String text(DecimalStep step) {
            return Arrays.stream(step.counts()).mapToObj(Long::toString).collect(Collectors.joining(" "));
        }

        void add(Map<String, String> counts) {
            price.add(numbers(counts, PRICE));
            quantity.add(numbers(counts, QUANTITY));
        }

        private static long[] numbers(Map<String, String> counts, String name) {
            return Arrays.stream(Objects.requireNonNull(counts.get(name), name).split(" ")).mapToLong(Long::parseLong)
                    .toArray();
        }
    }
}
