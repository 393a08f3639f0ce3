package io.tradinghub.meanreversion;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;

import io.tradinghub.market.Candle;
import io.tradinghub.market.Instrument;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.SeriesId;
import io.tradinghub.strategy.TradeSize;
import io.tradinghub.testing.Replay;
import io.tradinghub.testing.StoredMarket;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What the default bot did on Bybit's 5-minute candles; `docs/bot-meanreversion.md` quotes what this prints.
@EnabledIfEnvironmentVariable(named = "HUB_DATA", matches = ".+", disabledReason = "HUB_DATA names no folder of candle files")
final class OnRealCandlesTest {

    @ParameterizedTest
    @CsvSource({"BTCUSDT ETHUSDT, 2025-01-01, 2025-06-23", "BTCUSDT ETHUSDT, 2025-01-01, 2025-04-01",
            "BTCUSDT ETHUSDT, 2025-04-01, 2025-06-23", "BTCUSDT, 2025-01-01, 2025-06-23",
            "ETHUSDT, 2025-01-01, 2025-06-23",
            "SOLUSDT, 2025-04-04, 2025-06-23", "BNBUSDT, 2025-04-04, 2025-06-23", "XRPUSDT, 2025-04-04, 2025-06-23"})
    void tradesAPlausibleNumberOfTimes(String names, String from, String to) {
        MeanReversionSettings defaults = MeanReversionSettings.DEFAULTS;
        List<InstrumentId> instruments = Arrays.stream(names.split(" ")).map(InstrumentId::linear).toList();
        TradeSize size = new TradeSize(defaults.size().riskPerTrade(), 0.5 * instruments.size());
        List<List<Candle>> candles = instruments.stream().map(id -> StoredMarket.candles(
                "bybit-linear-%s-5m-".formatted(id.symbol()), new SeriesId(id, defaults.interval()), from, to))
                .toList();
        List<Instrument> rules = instruments.stream().map(id -> Replay.rules(id, "0.01", "0.001")).toList();
        Replay replay = new Replay(
                new MeanReversionBot(
                        new MeanReversionSettings(instruments, defaults.interval(), defaults.stretch(),
                                defaults.filter(),
                                defaults.exit(), size)),
                rules);

        replay.run(candles);

        System.out.printf("%s %s to %s: %s%n", names, from, to, replay.summary());
        int days = candles.getFirst().size() / 288;
        assertThat(replay.summary().trades()).isBetween(instruments.size() * days / 20, instruments.size() * 2 * days);
        assertThat(replay.summary().maxDrawdown()).isLessThan(0.25);
    }
}
