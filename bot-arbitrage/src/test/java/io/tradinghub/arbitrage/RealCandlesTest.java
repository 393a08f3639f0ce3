package io.tradinghub.arbitrage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.tradinghub.market.Candle;
import io.tradinghub.market.FundingRate;
import io.tradinghub.market.Instrument;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.Interval;
import io.tradinghub.market.SeriesId;
import io.tradinghub.market.Symbol;
import io.tradinghub.market.csv.CsvCandles;
import io.tradinghub.market.csv.CsvFundingRates;
import io.tradinghub.testing.Replay;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What the bot does on real candles and funding, quoted at every close one basis point wide: set `HUB_DATA` to a folder of candle files.
/// The page in `docs/` quotes what this prints.
@EnabledIfEnvironmentVariable(named = "HUB_DATA", matches = ".+", disabledReason = "no candle files given: set HUB_DATA")
final class RealCandlesTest {
    private static final Duration PERIOD = Duration.ofHours(8);

    @ParameterizedTest
    @CsvSource({"BTCUSDT, 2025-01-01, 2023-11-29, 0.1, 0.001", "ETHUSDT, 2025-01-01, 2023-12-18, 0.01, 0.01"})
    void holdsItsLegsTogetherAndTradesSeldom(String symbol, String candlesFrom, String fundingFrom, String tick, String step) {
        InstrumentId spot = InstrumentId.spot(symbol);
        InstrumentId perpetual = InstrumentId.linear(symbol);
        ArbitrageSettings defaults = ArbitrageSettings.DEFAULTS;
        ArbitrageBot bot = new ArbitrageBot(
                new ArbitrageSettings(List.of(new Symbol(symbol)), Interval.M5, defaults.basisLength(),
                        defaults.capitalShare(), defaults.carry(), defaults.costs()));
        List<Instrument> rules = List.of(Replay.rules(spot, tick, "0.000001"), Replay.rules(perpetual, tick, step));
        Replay replay = new Replay(bot, rules);
        Map<Long, Candle> spotCandles = candles(spot, "bybit-spot-%s-5m-%s_2025-06-22.csv.gz".formatted(symbol, candlesFrom));
        Map<Long, Candle> perpetualCandles = candles(perpetual,
                "bybit-linear-%s-5m-%s_2025-06-22.csv.gz".formatted(symbol, candlesFrom));
        Deque<FundingRate> funding = new ArrayDeque<>(CsvFundingRates.read(
                file("bybit-linear-%s-funding-%s_2025-06-22.csv.gz".formatted(symbol, fundingFrom)), perpetual, PERIOD));
        spotCandles.keySet().stream().sorted().forEach(time -> {
            long close = time + Interval.M5.millis();
            while (!funding.isEmpty() && funding.getFirst().settlesAt().toEpochMilli() <= close + PERIOD.toMillis()) {
                FundingRate rate = funding.removeFirst();
                if (rate.settlesAt().toEpochMilli() > close) {
                    replay.funding(rate, close);
                }
            }
            Candle onPerpetual = perpetualCandles.get(time);
            Candle onSpot = spotCandles.get(time);
            if (onPerpetual != null && onSpot != null) {
                replay.candles(List.of(onSpot, onPerpetual));
                replay.quote(spot, onSpot.close(), 1, close);
                replay.quote(perpetual, onPerpetual.close(), 1, close);
            }
        });
        System.out.printf("%s: %s%n", symbol, replay.summary());
        assertThat(replay.summary().trades()).isBetween(2, 400);
        assertThat(replay.summary().maxDrawdown()).isLessThan(0.1);
    }

    private static Map<Long, Candle> candles(InstrumentId id, String name) {
        Map<Long, Candle> candles = new HashMap<>();
        CsvCandles.read(file(name), new SeriesId(id, Interval.M5), block -> {
            for (int row = 0; row < block.size(); row++) {
                candles.put(block.openTimeMillis(row), block.candle(row));
            }
        });
        return candles;
    }

    private static Path file(String name) {
        return Path.of(System.getenv("HUB_DATA"), name);
    }
}
