package io.tradinghub.sim.market;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

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

import com.fasterxml.jackson.databind.JsonNode;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.csv.CsvFormatException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReplayMarketTest {
    private static final String LINEAR_BTC = "bybit-linear-BTCUSDT-1m-2025-05-30.csv";
    private static final String LINEAR_BNB = "bybit-linear-BNBUSDT-1m-2025-06-quiet.csv";
    private static final String SPOT_BTC = "bybit-spot-BTCUSDT-5m-2025-05-30.csv";
    private static final InstrumentId BTC = InstrumentId.linear("BTCUSDT");
    private static final long PERIOD = 8 * 3_600_000L;
    private static final String HEADER = "start_ms,open,high,low,close,volume,turnover\n";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {LINEAR_BTC, LINEAR_BNB, SPOT_BTC})
    void returnsTheRowsOfTheFileAsClosedCandles(String name) throws Exception {
        assertReturnsRowsOf(sample(name));
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
                    new Bar(open, folded.open(), folded.high(), folded.low(), folded.close(),
                            EightDecimals.round(volume),
                            bar.turnover()))
                    .isEqualTo(bar);
            assertThat(trades).extracting(Trade::timeMillis).isSorted()
                    .allMatch(t -> t >= bar.openMillis() && t < bar.openMillis() + tape.baseMillis());
        }
    }

    @Test
    void aggregatesLongerCandlesFromTheRows() throws Exception {
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
        assertThat(hour.volume())
                .isEqualTo(EightDecimals.round(rows.stream().mapToDouble(Bar::volume).reduce(0, Double::sum)));
    }

    @Test
    void splitsARowIntoShorterCandlesThatAddUpToIt() throws Exception {
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
        assertThat(EightDecimals.round(minutes.stream().mapToDouble(Bar::volume).reduce(0, Double::sum)))
                .isEqualTo(row.volume());
    }

    @ParameterizedTest
    @CsvSource({"5, M3, 15", "3, M5, 15", "15, H1, 60", "240, H6, 720", "30, M1, 30"})
    void keepsEveryTradeInCandlesThatDoNotDivideTheRows(long rowMinutes, KlineInterval interval, long minutesTogether)
            throws Exception {
        StringBuilder rows = new StringBuilder(HEADER);
        for (int i = 0; i < 48; i++) {
            rows.append(i * rowMinutes * 60_000).append(",100,%d,90,%d,%d,\n".formatted(110 + i, 95 + i % 7, 10 + i));
        }
        Tape tape = replay(
                file("linear-BTCUSDT-%s.csv".formatted(rowMinutes == 240 ? "4h" : rowMinutes + "m"), rows.toString()));
        CandleView view = new CandleView(tape);
        for (long from = 0; from < 3 * minutesTogether * 60_000; from += minutesTogether * 60_000) {
            long until = from + minutesTogether * 60_000;
            BarAggregator built = new BarAggregator();
            for (long open = from; open < until; open = interval.next(open)) {
                built.add(view.candle(interval, open, tape.endMillis()).orElseThrow());
            }
            BarAggregator read = new BarAggregator();
            for (long open = from; open < until; open += tape.baseMillis()) {
                read.add(tape.bar(open).orElseThrow());
            }
            Bar all = built.at(from).orElseThrow();
            Bar expected = read.at(from).orElseThrow();

            assertThat(List.of(all.open(), all.high(), all.low(), all.close(), EightDecimals.round(all.volume())))
                    .containsExactly(
                            expected.open(), expected.high(), expected.low(), expected.close(), expected.volume());
            assertThat(all.turnover()).isCloseTo(expected.turnover(), within(1e-3));
        }
    }

    @Test
    void buildsAnOpenCandleThatSpansTwoRows() throws Exception {
        Tape tape = replay(
                file("linear-BTCUSDT-5m.csv", HEADER + "0,100,110,90,105,10,\n300000,105,120,104,118,20,\n"));
        CandleView view = new CandleView(tape);
        List<Trade> begun = view.trades(180_000 - 1, 330_000);

        Bar open = view.candle(KlineInterval.M3, 180_000, 330_000).orElseThrow();

        assertThat(open.close()).isEqualTo(begun.getLast().price());
        assertThat(open.volume()).isEqualTo(EightDecimals.round(begun.stream().mapToDouble(Trade::size).sum()));
        assertThat(view.candle(KlineInterval.M3, 180_000, 200_000).orElseThrow().volume()).isLessThan(open.volume());
    }

    @Test
    void tradesReachHighAndLowOfACandleWithLittleVolume() throws Exception {
        Tape tape = replay(
                file("linear-BTCUSDT-1m.csv", HEADER + "0,100,130,80,120,0.003,\n60000,120,120,110,110,0.001,\n"));

        assertThat(tape.trades(0)).extracting(Trade::price).containsExactly(80.0, 130.0, 120.0);
        assertThat(tape.trades(0)).extracting(Trade::size).containsOnly(0.001);
        assertThat(tape.trades(60_000)).singleElement().satisfies(trade -> {
            assertThat(trade.price()).isEqualTo(110);
            assertThat(trade.size()).isEqualTo(0.001);
        });
    }

    @Test
    void startsAfterAQuarterOfTheTimeCommonToAllInstruments() throws Exception {
        ReplayMarket market = ReplayMarket.read(List.of(sample(LINEAR_BTC), sample(SPOT_BTC)), Optional.empty());

        assertThat(market.start()).isEqualTo(Instant.parse("2025-05-30T17:24:00Z"));
        assertThat(market.end()).contains(Instant.parse("2025-05-30T20:45:00Z"));
    }

    @Test
    void startsAfterTwoDaysOfHistoryIfThereIsEnough() throws Exception {
        String rows = HEADER + "0,1,1,1,1,1,\n" + 30 * 86_400_000L + ",1,1,1,1,1,\n";

        assertThat(ReplayMarket.read(List.of(file("spot-BTCUSDT-1d.csv", rows)), Optional.empty()).start())
                .isEqualTo(Instant.parse("1970-01-03T00:00:00Z"));
    }

    @Test
    void startsAtTheRequestedTime() throws Exception {
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
        ReplayMarket market = withFunding();
        long settled = 1748649600000L;

        assertThat(market.fundingRate(BTC, settled, settled)).contains(0.00031);
        assertThat(market.fundingRate(BTC, settled, settled + 40 * PERIOD)).contains(0.00031);
        assertThat(market.fundingRate(BTC, settled + PERIOD, settled + PERIOD)).contains(-0.00012);
    }

    @Test
    void doesNotAnnounceARateBeforeItsSettlement() throws Exception {
        ReplayMarket market = withFunding();
        long settled = 1748649600000L;

        assertThat(market.fundingRate(BTC, settled + PERIOD, settled)).contains(0.00031);
        assertThat(market.fundingRate(BTC, settled + PERIOD, settled + PERIOD - 1)).contains(0.00031);
        assertThat(market.fundingRate(BTC, settled, settled - 1)).contains(0.0001);
    }

    @Test
    void settlesTheDefaultRateWhereTheFileHasNone() throws Exception {
        ReplayMarket market = withFunding();
        long beyond = 1748649600000L + 2 * PERIOD;

        assertThat(market.fundingRate(BTC, beyond, beyond)).contains(0.0001);
        assertThat(market.fundingRate(BTC, beyond + PERIOD, beyond)).contains(0.0001);
    }

    @ParameterizedTest
    @CsvSource({"bybit-linear-BTCUSDT-funding.csv, another file has the funding rates of linear:BTCUSDT too",
            "linear-ETHUSDT-funding.csv, no file has the candles of linear:ETHUSDT",
            "spot-BTCUSDT-funding.csv, only perpetuals (linear) have funding"})
    void rejectsAFundingFileThatMatchesNoPerpetual(String name, String reason) throws Exception {
        Path candles = file("linear-BTCUSDT-1m.csv", HEADER + "1748649600000,100,130,80,120,2,\n");
        Path rates = file("linear-BTCUSDT-funding.csv", "ts_ms,funding_rate\n");
        Path other = file(name, "ts_ms,funding_rate\n");

        assertThatThrownBy(() -> ReplayMarket.read(List.of(candles, rates, other), Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContainingAll(name, reason);
    }

    private ReplayMarket withFunding() throws IOException {
        Path candles = file("linear-BTCUSDT-1m.csv", HEADER + "1748649600000,100,130,80,120,2,\n");
        Path rates = file("linear-BTCUSDT-funding.csv",
                "ts_ms,funding_rate\n1748649600000,0.00031\n1748678400000,-0.00012\n");
        return ReplayMarket.read(List.of(rates, candles), Optional.empty());
    }

    @Test
    void derivesTheStepsOfAnUnknownInstrumentFromItsFile() throws Exception {
        Path file = file("linear-NEWUSDT-1m.csv", HEADER + "1748623140000,0.0125,0.0131,0.0119,0.012,17.5,\n");
        Listing listing = replay(file).listing();

        assertThat(listing.tickSize()).isEqualByComparingTo("0.0001");
        assertThat(listing.quantityStep()).isEqualByComparingTo("0.1");
        assertThat(listing.baseCoin()).isEqualTo("NEW");
    }

    @ParameterizedTest
    @CsvSource({"linear, maxOrderQty", "linear, maxMktOrderQty", "spot, maxLimitOrderQty", "spot, maxMarketOrderQty"})
    void allowsLargeOrdersOfAnUnknownInstrumentAtAnyPrice(String category, String maximum) throws Exception {
        Path file = file(category + "-NEWUSDT-1m.csv", HEADER + "1748623140000,0.0125,0.0131,0.0119,0.012,17.5,\n");
        JsonNode lots = replay(file).listing().info().path("lotSizeFilter");

        assertThat(lots.path(maximum).asDouble() * 0.012).isBetween(999_999.0, 1_000_001.0);
    }

    @Test
    void ignoresRoundingErrorsWhenItDerivesATick() throws Exception {
        StringBuilder rows = new StringBuilder(HEADER);
        for (int i = 0; i < 200; i++) {
            rows.append(i * 60_000L)
                    .append(i == 77 ? ",0.3,0.30000000000000004,0.3,0.3,2,\n" : ",0.31,0.32,0.3,0.31,2,\n");
        }

        assertThat(replay(file("linear-NEWUSDT-1m.csv", rows.toString())).listing().tickSize())
                .isEqualByComparingTo("0.01");
    }

    @Test
    void namesFileLineAndReasonOfABadRow() throws Exception {
        Path file = file("linear-BTCUSDT-1m.csv",
                HEADER + "1748623140000,100,130,80,120,2,\n1748623200000,100,90,95,97,2,\n");

        assertThatThrownBy(() -> replay(file)).isInstanceOf(CsvFormatException.class)
                .hasMessageContainingAll("linear-BTCUSDT-1m.csv line 3", "low");
    }

    @Test
    void rejectsAFileNameThatDoesNotFollowThePattern() throws Exception {
        Path file = file("candles.csv", HEADER);

        assertThatThrownBy(() -> replay(file)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("candles.csv", "linear-BTCUSDT-1m.csv");
    }

    @Test
    void rejectsCandlesThatEndBeforeTheStart() throws Exception {
        Path early = file("spot-BTCUSDT-1m.csv", HEADER + "1748623140000,100,130,80,120,2,\n");
        Path late = file("linear-BTCUSDT-1m.csv", HEADER + "1748723160000,100,130,80,120,2,\n");

        assertThatThrownBy(() -> ReplayMarket.read(List.of(early, late), Optional.empty()))
                .hasMessageContainingAll("spot:BTCUSDT", "2025-05-30T16:40:00Z");
    }

    /// Reads all candle files of the folder that `CANDLE_FILES` names.
    @Test
    @EnabledIfEnvironmentVariable(named = "CANDLE_FILES", matches = ".+")
    void returnsTheRowsOfAllFilesOfTheFolder() throws Exception {
        try (Stream<Path> files = Files.list(Path.of(System.getenv("CANDLE_FILES")))) {
            List<Path> candles = files.filter(f -> f.toString().matches(".*-(linear|spot)-[A-Z]+-[0-9]+m-.*")).toList();
            assertThat(candles).isNotEmpty();
            for (Path file : candles) {
                assertReturnsRowsOf(file);
            }
        }
    }

    /// Reads the file again with a second parser and compares every number.
    private static void assertReturnsRowsOf(Path file) throws IOException {
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
