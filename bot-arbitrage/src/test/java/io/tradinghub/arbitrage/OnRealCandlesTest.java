package io.tradinghub.arbitrage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.tradinghub.market.Candle;
import io.tradinghub.market.FundingRate;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.Interval;
import io.tradinghub.market.SeriesId;
import io.tradinghub.market.Symbol;
import io.tradinghub.testing.Replay;
import io.tradinghub.testing.StoredMarket;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What the default bot did on Bybit's 5-minute candles and funding; `docs/bot-arbitrage.md` quotes what this prints.
///
/// Both legs are quoted at every candle's open, one basis point wide; the rate announced is the one that was settled.
@EnabledIfEnvironmentVariable(named = "HUB_DATA", matches = ".+", disabledReason = "HUB_DATA names no folder of candle files")
final class OnRealCandlesTest {
    private static final double WIDTH_BPS = 1;

    @ParameterizedTest
    @CsvSource({"BTCUSDT, bybit, 2025-01-01, 0.001, 0.000001, 1", "ETHUSDT, bybit, 2025-01-01, 0.01, 0.00001, 1",
            "SOLUSDT, bybit, 2025-04-11, 0.1, 0.001, 0", "BTCUSDT, binance, 2024-10-01, 0.001, 0.000001, 2"})
    void keepsTheLegsEqualAndPaysForItsFees(String name, String source, String from, String step, String spotStep,
            int pairs) {
        ArbitrageSettings defaults = ArbitrageSettings.DEFAULTS;
        InstrumentId perpetual = InstrumentId.linear(name);
        InstrumentId spot = InstrumentId.spot(name);
        List<Candle> perpetuals = candles(source, perpetual, from);
        Map<Long, Candle> spots = candles(source, spot, from).stream()
                .collect(Collectors.toMap(Candle::openTimeMillis, Function.identity()));
        NavigableMap<Long, FundingRate> rates = new TreeMap<>();
        StoredMarket.funding("bybit-linear-%s-funding-".formatted(name), perpetual)
                .forEach(rate -> rates.put(rate.settlesAt().toEpochMilli(), rate));
        Replay replay = new Replay(
                new ArbitrageBot(
                        new ArbitrageSettings(List.of(new Symbol(name)), defaults.capitalShare(), defaults.basis(),
                                defaults.carry(), defaults.costs())),
                List.of(Replay.rules(perpetual, "0.01", step), Replay.rules(spot, "0.01", spotStep)));

        // less than a step cannot be sold
        double dust = Double.parseDouble(spotStep);
        for (Candle candle : perpetuals) {
            Candle beside = spots.get(candle.openTimeMillis());
            if (beside != null) {
                show(replay, candle, beside, rates);
                double perpetuallyHeld = replay.position(perpetual);
                assertThat(replay.position(spot)).isCloseTo(-perpetuallyHeld,
                        within(0.002 * Math.abs(perpetuallyHeld) + dust));
            }
        }

        Replay.Summary summary = replay.summary();
        System.out.printf("%s (%s) from %s: %d pairs, %s%n", name, source, from, summary.trades() / 2, summary);
        assertThat(summary.trades()).isEqualTo(2 * pairs);
        assertThat(summary.netPnl()).isCloseTo(summary.funding() - summary.fees(), within(20.0 * pairs + 1e-9));
        assertThat(summary.maxDrawdown()).isLessThan(0.03);
    }

    private static void show(Replay replay, Candle perpetual, Candle spot, NavigableMap<Long, FundingRate> rates) {
        long opens = perpetual.openTimeMillis();
        Map.Entry<Long, FundingRate> next = rates.higherEntry(opens);
        if (next != null && opens % Duration.ofHours(1).toMillis() == 0) {
            replay.funding(next.getValue(), opens);
        }
        replay.quote(spot.instrument(), spot.open(), WIDTH_BPS, opens);
        replay.quote(perpetual.instrument(), perpetual.open(), WIDTH_BPS, opens);
        replay.candles(List.of(spot, perpetual));
    }

    private static List<Candle> candles(String source, InstrumentId id, String from) {
        return StoredMarket.candles("%s-%s-%s-5m-".formatted(source, id.category().wireName(), id.symbol()),
                new SeriesId(id, Interval.M5), from, "2025-06-23");
    }
}
