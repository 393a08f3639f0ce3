package io.tradinghub.momentum;

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

/// What the default bot did on Bybit's 15-minute candles; `docs/bot-momentum.md` quotes what this prints.
@EnabledIfEnvironmentVariable(named = "HUB_DATA", matches = ".+", disabledReason = "HUB_DATA names no folder of candle files")
final class OnRealCandlesTest {

    @ParameterizedTest
    @CsvSource({"BTCUSDT ETHUSDT SOLUSDT, 2023-12-18, 2025-06-23", "BTCUSDT ETHUSDT SOLUSDT, 2023-12-18, 2024-10-01",
            "BTCUSDT ETHUSDT SOLUSDT, 2024-10-01, 2025-06-23", "BTCUSDT, 2023-12-18, 2025-06-23",
            "ETHUSDT, 2023-12-18, 2025-06-23", "SOLUSDT, 2023-12-18, 2025-06-23", "BNBUSDT, 2023-12-18, 2025-06-23"})
    void tradesAPlausibleNumberOfTimes(String names, String from, String to) {
        MomentumSettings defaults = MomentumSettings.DEFAULTS;
        List<InstrumentId> instruments = Arrays.stream(names.split(" ")).map(InstrumentId::linear).toList();
        TradeSize size = new TradeSize(defaults.size().riskPerTrade(), 0.5 * instruments.size());
        List<List<Candle>> candles = instruments.stream().map(id -> StoredMarket.candles(
                "bybit-linear-%s-15m-".formatted(id.symbol()), new SeriesId(id, defaults.interval()), from, to))
                .toList();
        List<Instrument> rules = instruments.stream().map(id -> Replay.rules(id, "0.01", "0.001")).toList();
        Replay replay = new Replay(
                new MomentumBot(new MomentumSettings(instruments, defaults.interval(), defaults.trend(),
                        defaults.stop(), size)),
                rules);

        replay.run(candles);

        System.out.printf("%s %s to %s: %s%n", names, from, to, replay.summary());
        int days = candles.getFirst().size() / 96;
        assertThat(replay.summary().trades()).isBetween(instruments.size() * days / 10, instruments.size() * days);
        assertThat(replay.summary().maxDrawdown()).isLessThan(0.25);
    }
}
