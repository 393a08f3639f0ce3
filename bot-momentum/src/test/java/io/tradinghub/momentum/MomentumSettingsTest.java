package io.tradinghub.momentum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;

import io.tradinghub.engine.EngineSettings;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.Interval;
import io.tradinghub.risk.RiskLimits;
import io.tradinghub.settings.SettingsException;
import io.tradinghub.settings.SettingsReader;
import io.tradinghub.strategy.TradeSize;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MomentumSettingsTest {

    @Test
    void hasDefaultsForEverything() {
        assertThat(SettingsReader.read(Map.of(), MomentumSettings::declare)).isEqualTo(MomentumSettings.DEFAULTS);
    }

    @Test
    void theDefaultLimitsLeaveRoomForItsLargestPosition() {
        MomentumSettings defaults = MomentumSettings.DEFAULTS;
        double largest = EngineSettings.DEFAULTS.capital().doubleValue() * defaults.size().maxLeverage()
                / defaults.instruments().size();

        assertThat(RiskLimits.DEFAULTS.maxPositionNotional().doubleValue()).isGreaterThan(1.2 * largest);
        assertThat(RiskLimits.DEFAULTS.maxOrderNotional().doubleValue()).isGreaterThan(1.2 * largest);
    }

    @Test
    void readsEverySetting() {
        Map<String, String> environment = Map.ofEntries(Map.entry("SYMBOLS", "linear:XRPUSDT"),
                Map.entry("MOMENTUM_INTERVAL", "60"), Map.entry("MOMENTUM_FAST", "5"), Map.entry("MOMENTUM_SLOW", "9"),
                Map.entry("MOMENTUM_STRENGTH_LENGTH", "7"), Map.entry("MOMENTUM_MIN_STRENGTH", "12.5"),
                Map.entry("MOMENTUM_ENTRY_WINDOW", "3"), Map.entry("MOMENTUM_RANGE_LENGTH", "11"),
                Map.entry("MOMENTUM_STOP", "2"), Map.entry("MOMENTUM_TRAIL", "2.5"),
                Map.entry("SIZE_RISK_PER_TRADE", "0.01"),
                Map.entry("SIZE_MAX_LEVERAGE", "3"));

        assertThat(SettingsReader.read(environment, MomentumSettings::declare)).isEqualTo(
                new MomentumSettings(List.of(InstrumentId.linear("XRPUSDT")), Interval.H1,
                        new MomentumSettings.Trend(5, 9, 7, 12.5, 3), new MomentumSettings.Stop(11, 2, 2.5),
                        new TradeSize(0.01, 3)));
    }

    @Test
    void refusesAFastAverageThatIsNotFaster() {
        assertThatThrownBy(() -> SettingsReader.read(Map.of("MOMENTUM_FAST", "200"), MomentumSettings::declare))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("MOMENTUM_FAST must be below MOMENTUM_SLOW, got 200 and 128");
    }

    @Test
    void refusesSpotWhichCannotBeShort() {
        assertThatThrownBy(() -> SettingsReader.read(Map.of("SYMBOLS", "spot:BTCUSDT"), MomentumSettings::declare))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("SYMBOLS must name perpetuals, like linear:BTCUSDT");
    }

    @Test
    void refusesValuesOutOfTheirRange() {
        assertThatThrownBy(() -> new MomentumSettings.Stop(48, 0.1, 5)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("MOMENTUM_STOP must be from 0.5 to 20.0, got 0.1");
        assertThatThrownBy(() -> new TradeSize(0.5, 1)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("SIZE_RISK_PER_TRADE must be from 0.0001 to 0.05, got 0.5");
        assertThatThrownBy(() -> new TradeSize(0.01, Double.NaN)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("SIZE_MAX_LEVERAGE must be from 0.05 to 10, got NaN");
    }

    @ParameterizedTest
    @CsvSource({"1, 128, 28, 20, 48, MOMENTUM_FAST must be from 2.0", "501, 900, 28, 20, 48, MOMENTUM_FAST must be",
            "2, 2, 28, 20, 48, MOMENTUM_SLOW must be from 3.0", "32, 1001, 28, 20, 48, MOMENTUM_SLOW must be",
            "32, 128, 1, 20, 48, MOMENTUM_STRENGTH_LENGTH must", "32, 128, 201, 20, 48, MOMENTUM_STRENGTH_LENGTH must",
            "32, 128, 28, -0.1, 48, MOMENTUM_MIN_STRENGTH must be", "32, 128, 28, 60.1, 48, MOMENTUM_MIN_STRENGTH must",
            "32, 128, 28, NaN, 48, MOMENTUM_MIN_STRENGTH must be", "32, 128, 28, 20, 0, MOMENTUM_ENTRY_WINDOW must be",
            "32, 128, 28, 20, 1001, MOMENTUM_ENTRY_WINDOW must be", "32, 32, 28, 20, 48, MOMENTUM_FAST must be below"})
    void refusesATrendThatIsNone(int fast, int slow, int strengthLength, double minStrength, int window,
            String message) {
        assertThatThrownBy(() -> new MomentumSettings.Trend(fast, slow, strengthLength, minStrength, window))
                .isInstanceOf(IllegalArgumentException.class).hasMessageStartingWith(message);
    }

    @ParameterizedTest
    @CsvSource({"1, 6, 12, MOMENTUM_RANGE_LENGTH", "501, 6, 12, MOMENTUM_RANGE_LENGTH", "48, 0.4, 12, MOMENTUM_STOP",
            "48, 20.1, 12, MOMENTUM_STOP", "48, 6, 0.4, MOMENTUM_TRAIL", "48, 6, 50.1, MOMENTUM_TRAIL",
            "48, NaN, 12, MOMENTUM_STOP", "48, 6, NaN, MOMENTUM_TRAIL"})
    void refusesAStopThatStopsNothing(int rangeLength, double entryRanges, double trailRanges, String name) {
        assertThatThrownBy(() -> new MomentumSettings.Stop(rangeLength, entryRanges, trailRanges))
                .isInstanceOf(IllegalArgumentException.class).hasMessageStartingWith(name + " must be from ");
    }

    @Test
    void takesTheEndsOfEveryRange() {
        assertThat(new MomentumSettings.Trend(2, 3, 2, 0, 1).fastLength()).isEqualTo(2);
        assertThat(new MomentumSettings.Trend(500, 1_000, 200, 60, 1_000).slowLength()).isEqualTo(1_000);
        assertThat(new MomentumSettings.Stop(2, 0.5, 0.5).entryRanges()).isEqualTo(0.5);
        assertThat(new MomentumSettings.Stop(500, 20, 50).trailRanges()).isEqualTo(50);
    }

    @Test
    void refusesToTradeNothing() {
        assertThatThrownBy(() -> new MomentumSettings(List.of(), Interval.M15, MomentumSettings.Trend.DEFAULTS,
                MomentumSettings.Stop.DEFAULTS, TradeSize.DEFAULTS)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("SYMBOLS must name perpetuals");
    }
}
