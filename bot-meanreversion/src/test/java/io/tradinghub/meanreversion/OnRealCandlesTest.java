package io.tradinghub.meanreversion;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import io.tradinghub.backtest.Backtest;
import io.tradinghub.backtest.BacktestResult;
import io.tradinghub.backtest.BacktestSettings;
import io.tradinghub.backtest.MarketHistory;
import io.tradinghub.backtest.TestPeriod;
import io.tradinghub.backtest.files.CandleFiles;
import io.tradinghub.backtest.statistics.Drawdowns;
import io.tradinghub.bot.BotId;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.testing.StoredMarket;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The default bot on Bybit's 5-minute candles, with funding.
@EnabledIfEnvironmentVariable(named = "HUB_DATA", matches = ".+", disabledReason = "HUB_DATA names no folder of candle files")
final class OnRealCandlesTest {
    private static final TestPeriod PERIOD = new TestPeriod(Instant.parse("2025-04-15T00:00:00Z"),
            Instant.parse("2025-06-22T00:00:00Z"));
    private static final int DAYS = 68;

    @ParameterizedTest
    @CsvSource({"BTCUSDT ETHUSDT", "SOLUSDT"})
    void tradesAPlausibleNumberOfTimes(String names) {
        MeanReversionSettings defaults = MeanReversionSettings.DEFAULTS;
        List<InstrumentId> instruments = Arrays.stream(names.split(" ")).map(InstrumentId::linear).toList();
        MarketHistory history = CandleFiles.read(StoredMarket.files(instruments.stream().map(InstrumentId::symbol)
                .flatMap(symbol -> Stream.of("bybit-linear-%s-5m-", "bybit-linear-%s-funding-")
                        .map(prefix -> prefix.formatted(symbol)))
                .toArray(String[]::new))).history();

        BacktestResult result = Backtest.run(
                new MeanReversionBot(new MeanReversionSettings(instruments, defaults.interval(), defaults.stretch(),
                        defaults.filter(), defaults.exit(), defaults.size())),
                BacktestSettings.defaults(new BotId("tested")), history, PERIOD);

        assertThat(result.trades().closed()).hasSizeBetween(instruments.size() * DAYS / 20,
                instruments.size() * 2 * DAYS);
        assertThat(result.rejections()).isEmpty();
        assertThat(Drawdowns.of(result.equity().values()).deepest()).isGreaterThan(-0.25);
    }
}
