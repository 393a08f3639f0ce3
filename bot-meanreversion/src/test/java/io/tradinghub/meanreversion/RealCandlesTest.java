package io.tradinghub.meanreversion;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.tradinghub.market.Candle;
import io.tradinghub.market.Instrument;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.SeriesId;
import io.tradinghub.market.csv.CsvCandles;
import io.tradinghub.testing.Replay;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What the bot does on real candles: set `HUB_DATA` to a folder of candle files. The page in `docs/` quotes what this prints.
@EnabledIfEnvironmentVariable(named = "HUB_DATA", matches = ".+", disabledReason = "no candle files given: set HUB_DATA")
final class RealCandlesTest {
    private static final Map<String, Instrument> RULES = Map.of("BTCUSDT",
            Replay.rules(InstrumentId.linear("BTCUSDT"), "0.1", "0.001"),
            "ETHUSDT", Replay.rules(InstrumentId.linear("ETHUSDT"), "0.01", "0.01"), "SOLUSDT",
            Replay.rules(InstrumentId.linear("SOLUSDT"), "0.001", "0.1"));

    @ParameterizedTest
    @CsvSource({"BTCUSDT, bybit-linear-BTCUSDT-5m-2025-01-01_2025-06-22.csv.gz",
            "ETHUSDT, bybit-linear-ETHUSDT-5m-2025-01-01_2025-06-22.csv.gz",
            "SOLUSDT, bybit-linear-SOLUSDT-5m-2025-04-03_2025-06-22.csv.gz"})
    void tradesAPlausibleNumberOfTimes(String symbol, String file) {
        InstrumentId id = InstrumentId.linear(symbol);
        MeanReversionSettings defaults = MeanReversionSettings.DEFAULTS;
        MeanReversionSettings settings = new MeanReversionSettings(List.of(id), defaults.interval(), defaults.stretch(),
                defaults.filter(), defaults.exit(), defaults.size());
        List<Candle> candles = new ArrayList<>();
        CsvCandles.read(Path.of(System.getenv("HUB_DATA"), file), new SeriesId(id, defaults.interval()), block -> {
            for (int row = 0; row < block.size(); row++) {
                candles.add(block.candle(row));
            }
        });
        Replay replay = new Replay(new MeanReversionBot(settings), List.of(RULES.get(symbol)));
        candles.forEach(candle -> replay.candles(List.of(candle)));
        Replay.Summary summary = replay.summary();
        System.out.printf("%s, %d candles: %s%n", file, candles.size(), summary);
        double days = candles.size() * defaults.interval().millis() / 86_400_000.0;
        assertThat(summary.trades()).isBetween((int) (days / 30), (int) (days * 6));
        assertThat(summary.maxDrawdown()).isLessThan(0.5);
    }
}
