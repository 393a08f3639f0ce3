package io.tradinghub.sim.market;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.csv.CsvFormatException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplayMarketTest {
    private static final String LINEAR_BTC = "bybit-linear-BTCUSDT-1m-2025-05-30.csv";
    private static final String LINEAR_BNB = "bybit-linear-BNBUSDT-1m-2025-06-quiet.csv";
    private static final String SPOT_BTC = "bybit-spot-BTCUSDT-5m-2025-05-30.csv";
    private static final String HEADER = "start_ms,open,high,low,close,volume,turnover\n";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {LINEAR_BTC, LINEAR_BNB, SPOT_BTC})
    void showsTheRowsOfTheFileAsClosedCandles(String name) throws Exception {
        assertShowsItsRows(sample(name));
    }

    @ParameterizedTest
    @ValueSource(strings = {LINEAR_BTC, LINEAR_BNB, SPOT_BTC})
    void tradesInsideACandleAddUpToIt(String name) throws Exception {
        Tape tape = replay(sample(name));
        for (long open = tape.firstOpenMillis(); open < tape.endMillis(); open += tape.baseMillis()) {
            Bar bar = tape.bar(open).orElseThrow();
            List<Trade> trades = tape.trades(open);
            Bar folded = Bar.flat(open, bar.open());
            double volume = 0;
            for (Trade trade : trades) {
                folded = folded.then(new Bar(open, trade.price(), trade.price(), trade.price(), trade.price(), 0, 0));
                volume += trade.size();
            }
            assertThat(
                    new Bar(open, folded.open(), folded.high(), folded.low(), folded.close(), Sums.tidy(volume), bar.turnover()))
                    .isEqualTo(bar);
            assertThat(trades).extracting(Trade::timeMillis).isSorted()
                    .allMatch(t -> t >= bar.openMillis() && t < bar.openMillis() + tape.baseMillis());
        }
    }

    @Test
    void foldsLongerCandlesFromTheRows() throws Exception {
        Tape tape = replay(sample(LINEAR_BTC));
        long open = Instant.parse("2025-05-30T17:00:00Z").toEpochMilli();
        List<Bar> rows = new ArrayList<>();
        for (long at = open; at < open + 3_600_000; at += 60_000) {
            rows.add(tape.bar(at).orElseThrow());
        }

        Bar hour = new CandleView(tape).candle(KlineInterval.H1, open, open + 3_600_000).orElseThrow();

        assertThat(hour.open()).isEqualTo(rows.getFirst().open());
        assertThat(hour.close()).isEqualTo(rows.getLast().close());
        assertThat(hour.high()).isEqualTo(rows.stream().mapToDouble(Bar::high).max().orElseThrow());
        assertThat(hour.low()).isEqualTo(rows.stream().mapToDouble(Bar::low).min().orElseThrow());
        assertThat(hour.volume()).isEqualTo(Sums.tidy(rows.stream().mapToDouble(Bar::volume).reduce(0, Double::sum)));
    }

    @Test
    void splitsARowIntoShorterCandlesThatFoldBackToIt() throws Exception {
        Tape tape = replay(sample(SPOT_BTC));
        CandleView view = new CandleView(tape);
        Bar row = tape.bar(tape.firstOpenMillis()).orElseThrow();
        List<Bar> minutes = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            long open = row.openMillis() + i * 60_000L;
            minutes.add(view.candle(KlineInterval.M1, open, open + 60_000).orElseThrow());
        }

        assertThat(minutes.stream().mapToDouble(Bar::high).max()).hasValue(row.high());
        assertThat(minutes.stream().mapToDouble(Bar::low).min()).hasValue(row.low());
        assertThat(minutes.getFirst().open()).isEqualTo(row.open());
        assertThat(minutes.getLast().close()).isEqualTo(row.close());
        assertThat(Sums.tidy(minutes.stream().mapToDouble(Bar::volume).reduce(0, Double::sum))).isEqualTo(row.volume());
    }

    @Test
    void startsWhereEveryInstrumentHasCandles() throws Exception {
        ReplayMarket market = ReplayMarket.read(List.of(sample(LINEAR_BTC), sample(SPOT_BTC)), Optional.empty());

        assertThat(market.start()).isEqualTo(Instant.parse("2025-05-30T16:39:00Z"));
        assertThat(market.end()).contains(Instant.parse("2025-05-30T20:45:00Z"));
    }

    @Test
    void startsWhereItIsTold() throws Exception {
        Optional<Instant> wanted = Optional.of(Instant.parse("2025-05-30T18:00:00Z"));

        assertThat(ReplayMarket.read(List.of(sample(LINEAR_BTC)), wanted).start()).isEqualTo(wanted.get());
    }

    @Test
    void fillsAMissingTurnoverFromTheTypicalPrice() throws Exception {
        Path file = file("linear-BTCUSDT-1m.csv", HEADER + "1748623140000,100,130,80,120,2,\n");

        assertThat(replay(file).bar(1748623140000L).orElseThrow().turnover()).isEqualTo(220);
    }

    @Test
    void readsFundingRatesBesideTheCandles() throws Exception {
        Path candles = file("linear-BTCUSDT-1m.csv", HEADER + "1748649600000,100,130,80,120,2,\n");
        Path rates = file("linear-BTCUSDT-funding.csv", "ts_ms,funding_rate\n1748649600000,0.00031\n");
        ReplayMarket market = ReplayMarket.read(List.of(rates, candles), Optional.empty());

        assertThat(market.fundingRate(InstrumentId.linear("BTCUSDT"), 1748649600000L, 0)).contains(0.00031);
        assertThat(market.fundingRate(InstrumentId.linear("BTCUSDT"), 1748678400000L, 0)).isEmpty();
    }

    @Test
    void givesAnUnknownInstrumentTheStepsOfItsFile() throws Exception {
        Path file = file("linear-NEWUSDT-1m.csv", HEADER + "1748623140000,0.0125,0.0131,0.0119,0.012,17.5,\n");
        Listing listing = replay(file).listing();

        assertThat(listing.tickSize()).isEqualByComparingTo("0.0001");
        assertThat(listing.quantityStep()).isEqualByComparingTo("0.1");
        assertThat(listing.baseCoin()).isEqualTo("NEW");
    }

    @Test
    void namesFileLineAndReasonOfABadRow() throws Exception {
        Path file = file("linear-BTCUSDT-1m.csv", HEADER + "1748623140000,100,130,80,120,2,\n1748623200000,100,90,95,97,2,\n");

        assertThatThrownBy(() -> replay(file)).isInstanceOf(CsvFormatException.class)
                .hasMessageContainingAll("linear-BTCUSDT-1m.csv line 3", "low");
    }

    @Test
    void refusesAFileWhoseNameDoesNotTellWhatIsInside() throws Exception {
        Path file = file("candles.csv", HEADER);

        assertThatThrownBy(() -> replay(file)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("candles.csv", "linear-BTCUSDT-1m.csv");
    }

    @Test
    void refusesCandlesThatEndBeforeTheStart() throws Exception {
        Path early = file("spot-BTCUSDT-1m.csv", HEADER + "1748623140000,100,130,80,120,2,\n");
        Path late = file("linear-BTCUSDT-1m.csv", HEADER + "1748723160000,100,130,80,120,2,\n");

        assertThatThrownBy(() -> ReplayMarket.read(List.of(early, late), Optional.empty()))
                .hasMessageContainingAll("spot:BTCUSDT", "2025-05-30T16:40:00Z");
    }

    /// Over a whole folder of candle files.
    @Test
    @EnabledIfEnvironmentVariable(named = "CANDLE_FILES", matches = ".+")
    void showsTheRowsOfAllFilesOfTheFolder() throws Exception {
        try (Stream<Path> files = Files.list(Path.of(System.getenv("CANDLE_FILES")))) {
            List<Path> candles = files.filter(f -> f.toString().matches(".*-(linear|spot)-[A-Z]+-[0-9]+m-.*")).toList();
            assertThat(candles).isNotEmpty();
            for (Path file : candles) {
                assertShowsItsRows(file);
            }
        }
    }

    /// Reads the file a second time, by other means, and compares every number.
    private static void assertShowsItsRows(Path file) throws IOException {
        Tape tape = replay(file);
        CandleView view = new CandleView(tape);
        KlineInterval interval = KlineInterval.fromWire(Long.toString(tape.baseMillis() / 60_000)).orElseThrow();
        for (String line : lines(file)) {
            String[] cells = line.split(",", -1);
            long open = Long.parseLong(cells[0]);
            Bar bar = view.candle(interval, open, open + tape.baseMillis()).orElseThrow();
            assertThat(List.of(bar.open(), bar.high(), bar.low(), bar.close(), bar.volume())).as(line).containsExactly(
                    Double.parseDouble(cells[1]), Double.parseDouble(cells[2]), Double.parseDouble(cells[3]),
                    Double.parseDouble(cells[4]), Double.parseDouble(cells[5]));
        }
    }

    private static List<String> lines(Path file) throws IOException {
        if (!file.toString().endsWith(".gz")) {
            return Files.readAllLines(file).stream().skip(1).toList();
        }
        try (GZIPInputStream in = new GZIPInputStream(Files.newInputStream(file))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().skip(1).toList();
        }
    }

    private static Tape replay(Path file) {
        return ReplayMarket.read(List.of(file), Optional.empty()).tapes().getFirst();
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private static Path sample(String name) throws URISyntaxException {
        return Path.of(Objects.requireNonNull(ReplayMarketTest.class.getResource("/bybit/candles/" + name)).toURI());
    }
}
