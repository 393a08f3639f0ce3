package io.tradinghub.backtest.download;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import io.tradinghub.backtest.CandleColumns;
import io.tradinghub.backtest.market.MarketData;
import io.tradinghub.backtest.store.HubMarket;
import io.tradinghub.backtest.store.KeptMarket;
import io.tradinghub.bot.Subscription;
import io.tradinghub.exchange.ExchangeClock;
import io.tradinghub.exchange.PublicMarketData;
import io.tradinghub.exchange.PublicMarketData.ArchivedCandle;
import io.tradinghub.exchange.bybit.BybitMarketData;
import io.tradinghub.exchange.bybit.BybitRestSettings;
import io.tradinghub.exchange.bybit.HostRequests;
import io.tradinghub.exchange.bybit.RequestShare;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.Interval;
import io.tradinghub.market.SeriesId;
import io.tradinghub.market.SettledFunding;
import io.tradinghub.sim.BybitSim;
import io.tradinghub.sim.SimSettings;
import io.tradinghub.sim.market.SyntheticMarket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/// What `./hub download` fetches from a simulated exchange is what a back-test without a hub reads.
final class DownloadCommandTest {
    private static final InstrumentId BTC = InstrumentId.linear("BTCUSDT");
    private static final Instant NOW = Instant.parse("2025-03-05T10:00:00Z");
    private static final Instant FIRST = Instant.parse("2025-03-01T00:00:00Z");
    private static final Instant END = Instant.parse("2025-03-05T00:00:00Z");
    private final BybitSim sim = BybitSim.start(SimSettings.local().withRequestsPerFiveSeconds(100_000),
            SyntheticMarket.of(7, List.of("BTCUSDT"), NOW), () -> NOW);
    private final String restUrl = sim.restUrl().toString();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();
    @TempDir
    private Path folder = Path.of("");

    @AfterEach
    void stop() {
        sim.close();
    }

    private int download(String... arguments) {
        String[] all = Stream.concat(Stream.of("--keep-in", folder.toString(), "--rest-url", restUrl,
                "--requests-per-second", "120"), Stream.of(arguments)).toArray(String[]::new);
        return new CommandLine(new DownloadCommand(() -> NOW, new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(errors, true, StandardCharsets.UTF_8))).setOverwrittenOptionsAllowed(true).execute(all);
    }

    private PublicMarketData exchange() {
        return BybitMarketData.open(BybitRestSettings.of(sim.restUrl()),
                HostRequests.alone(RequestShare.ofQuestions(RequestShare.OF_THE_HOST), () -> NOW),
                new ExchangeClock(() -> NOW));
    }

    private MarketData kept(Interval decides) {
        Subscription bot = new Subscription(List.of(new SeriesId(BTC, decides)), List.of(BTC), List.of(), 0);
        return HubMarket.kept(new KeptMarket(folder, note -> {
            throw new AssertionError(note);
        })).read(bot, Optional.of(FIRST), Optional.of(END));
    }

    @Test
    void itKeepsCandlesMarkPricesFundingAndRules() {
        assertThat(download("--symbols", "BTCUSDT", "--from", "2025-03-01", "--intervals", "1,15")).isZero();
        MarketData market = kept(Interval.M15);
        CandleColumns quarters = requireNonNull(market.history().candles().get(new SeriesId(BTC, Interval.M15)));
        CandleColumns minutes = requireNonNull(market.history().candles().get(new SeriesId(BTC, Interval.M1)));
        assertThat(quarters.size()).isEqualTo(4 * 96);
        assertThat(minutes.size()).isEqualTo(4 * 1_440);
        try (PublicMarketData exchange = exchange()) {
            assertThat(exchange.candles(quarters.series(), FIRST, END).candles().stream().map(ArchivedCandle::candle))
                    .containsExactlyElementsOf(Stream.iterate(0, row -> row < quarters.size(), row -> row + 1)
                            .map(quarters::candle).toList());
            assertThat(market.history().rules().get(BTC)).isEqualTo(exchange.instrument(BTC));
            CandleColumns marks = requireNonNull(market.history().marks().get(BTC));
            assertThat(Stream.iterate(0, row -> row < marks.size(), row -> row + 1).map(marks::candle))
                    .containsExactlyElementsOf(exchange.markCandles(marks.series(), FIRST, END)).hasSize(96);
            assertThat(market.history().funding().get(BTC)).isEqualTo(exchange.settledFunding(exchange.instrument(BTC),
                    FIRST, END).stream().map(SettledFunding::of).toList()).hasSize(13);
        }
        assertThat(out.toString(StandardCharsets.UTF_8)).startsWith("[linear:BTCUSDT] from 2025-03-01T00:00:00Z to "
                + "2025-03-05T00:00:00Z is in ");
        assertThat(errors.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    @Test
    void fundingOfManyDaysComesPageAfterPage() {
        assertThat(download("--symbols", "BTCUSDT", "--from", "2025-02-05", "--intervals", "60")).isZero();
        Subscription bot = new Subscription(List.of(new SeriesId(BTC, Interval.H1)), List.of(BTC), List.of(), 0);
        MarketData market = HubMarket.kept(new KeptMarket(folder, _ -> {
        })).read(bot,
                Optional.of(Instant.parse("2025-02-05T00:00:00Z")), Optional.of(END));
        assertThat(market.history().funding().get(BTC)).hasSize(28 * 3 + 1);
    }

    @Test
    void whatIsThereIsNotFetchedAgain() throws IOException {
        assertThat(download("--symbols", "BTCUSDT", "--from", "2025-03-02", "--to", "2025-03-04")).isZero();
        Path file = folder.resolve("linear-BTCUSDT-1.columns");
        FileTime before = FileTime.from(NOW.minus(Duration.ofDays(1)));
        Files.setLastModifiedTime(file, before);
        assertThat(download("--symbols", "BTCUSDT", "--from", "2025-03-02", "--to", "2025-03-04")).isZero();
        assertThat(Files.getLastModifiedTime(file)).isEqualTo(before);
        assertThat(download("--symbols", "BTCUSDT", "--from", "2025-03-01")).isZero();
        assertThat(kept(Interval.M1).history().candles().values()).singleElement()
                .extracting(CandleColumns::size).isEqualTo(4 * 1_440);
    }

    @Test
    void anExchangeThatDoesNotAnswerEndsItWithWhatCame() {
        assertThat(download("--symbols", "BTCUSDT", "--from", "2025-03-01", "--intervals", "15")).isZero();
        sim.close();
        assertThat(download("--symbols", "BTCUSDT", "--from", "2025-03-01")).isEqualTo(1);
        assertThat(errors.toString(StandardCharsets.UTF_8)).startsWith("hub: Bybit did not answer: ")
                .contains("what came is kept, so run it again").hasLineCount(1);
        assertThat(kept(Interval.M15).history().candles().values()).singleElement()
                .extracting(CandleColumns::size).isEqualTo(4 * 96);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --symbols=NOUSDT --from=2025-03-01 | Bybit refused: instruments-info of linear:NOUSDT
            --symbols=btc --from=2025-03-01 | --symbols: symbol must be 2 to 30 upper-case letters
            --symbols=BTCUSDT --from=2025-03-32 | --from: '2025-03-32' is no day; days look like 2025-01-31
            --symbols=BTCUSDT --from=2025-03-04 --to=2025-03-04 | nothing to fetch: the days must end after they begin
            --symbols=BTCUSDT --from=2025-03-04 --to=2025-03-06 | --to 2025-03-06: whole days are fetched
            --symbols=BTCUSDT --from=2025-03-04 --requests-per-second=121 | --requests-per-second must be from 1 to 120
            --symbols=BTCUSDT --from=2025-03-04 --intervals=1,7 | --intervals: interval must be one of 1 3 5
            """)
    void badInputIsOneLine(String arguments, String reason) throws IOException {
        assertThat(download(arguments.split(" "))).isEqualTo(2);
        assertThat(errors.toString(StandardCharsets.UTF_8)).startsWith("hub: " + reason).hasLineCount(1);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).isEmpty();
        }
    }
}
